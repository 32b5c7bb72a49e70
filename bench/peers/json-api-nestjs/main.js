// Decorators need TypeScript: it is compiled as it is loaded, once, before anything is measured.
import '../../../test/setup/typescript.mjs';
import 'reflect-metadata';

await import('./server.ts');

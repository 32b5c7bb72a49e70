import './typescript.mjs';

// Jest loads its global setup with Node's own loader, which needs ours to read TypeScript.
const { startTestServer } = await import('./test-server.ts');

export default startTestServer;

import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { startBuiltServer } from '../support/built-server.js';

/**
 * Generates a client from each document that the built server serves, in each version of OpenAPI, compiles it strictly
 * and lets it make real calls. `test/generated-client` is a package of its own, because the generator wants an older
 * TypeScript.
 */
const PACKAGE = join(import.meta.dirname, '../generated-client');
const GENERATED = join(PACKAGE, 'generated');
const FORMATS = [
  { format: 'jsonapi', client: 'json-api' },
  { format: 'plain', client: 'plain' },
];

interface Client {
  roundTrip(baseUrl: string, check: (what: string, holds: boolean) => void): Promise<void>;
}

let passed = 0;
let failed = 0;

function check(what: string, holds: boolean): void {
  if (holds) passed += 1;
  else failed += 1;
  process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${what}\n`);
}

/** Runs a tool of the package; what it complains of is shown. */
async function tool(name: string, ...parameters: readonly string[]): Promise<boolean> {
  const file = join(PACKAGE, 'node_modules/.bin', name);
  try {
    await promisify(execFile)(file, [...parameters], { cwd: PACKAGE });
    return true;
  } catch (error) {
    const { stdout, stderr } = { stdout: '', stderr: '', ...(error as object) };
    process.stdout.write(`${stdout}${stderr}\n`);
    return false;
  }
}

async function checkVersion(baseUrl: string, version: string): Promise<void> {
  await rm(GENERATED, { recursive: true, force: true });
  await mkdir(GENERATED);
  for (const { format } of FORMATS) {
    const document = join(GENERATED, `${format}.json`);
    const answer = await fetch(`${baseUrl}/openapi/${format}.json?version=${version}`);
    await writeFile(document, await answer.text());
    const done = await tool('openapi-typescript', document, '-o', join(GENERATED, `${format}.d.ts`));
    check(`${format} ${version}: a client is generated`, done);
  }
  check(`${version}: both clients compile strictly`, await tool('tsc', '-p', 'tsconfig.json'));
  for (const { format, client } of FORMATS) {
    // A query keeps the module of the other version out of the cache.
    const url = `${pathToFileURL(join(GENERATED, 'out', `${client}.js`)).href}?${version}`;
    const { roundTrip } = (await import(url)) as Client;
    await roundTrip(baseUrl, (what, holds) => check(`${format} ${version}: ${what}`, holds));
  }
}

const server = await startBuiltServer();
try {
  for (const version of ['3.1', '3.0']) await checkVersion(server.url, version);
} finally {
  await server.stop();
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

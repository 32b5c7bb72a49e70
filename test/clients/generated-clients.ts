import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, TOOLS, tool } from './checks.js';

const GENERATED = join(TOOLS, 'generated');
const FORMATS = [
  { format: 'jsonapi', client: 'json-api' },
  { format: 'plain', client: 'plain' },
];

interface Client {
  roundTrip(baseUrl: string, check: Check): Promise<void>;
}

/** Generates a client from each document, in each version of OpenAPI, compiles it strictly and lets it make real calls. */
export async function checkGenerated(baseUrl: string, check: Check): Promise<void> {
  for (const version of ['3.1', '3.0']) await checkVersion(baseUrl, version, check);
}

async function checkVersion(baseUrl: string, version: string, check: Check): Promise<void> {
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

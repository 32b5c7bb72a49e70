import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, TOOLS, tool } from './checks.js';

const GENERATED = join(TOOLS, 'generated/others');
const COMPILED = join(TOOLS, 'generated/out-others');
const FORMATS = ['jsonapi', 'plain'] as const;

interface Client {
  roundTrip(baseUrl: string, check: Check): Promise<void>;
}

/**
 * Clients that further generators make of the documents: each compiles strictly, says `any` nowhere but in the generator's
 * own machinery, and makes real calls; and devour-client, which goes by the specification of JSON:API alone.
 */
export async function checkOthers(baseUrl: string, check: Check): Promise<void> {
  for (const version of ['3.1', '3.0']) {
    const checkHere: Check = (what, holds) => check(`${version}: ${what}`, holds);
    await rm(GENERATED, { recursive: true, force: true });
    await rm(COMPILED, { recursive: true, force: true });
    for (const format of FORMATS) await generate(baseUrl, format, version, checkHere);
    await checkSignatures(checkHere);
    const compiled = await tool('tsc', '-p', 'tsconfig.others.json');
    checkHere('clients of further generators compile strictly', compiled);
    if (!compiled) continue;
    await writeFile(join(COMPILED, 'package.json'), JSON.stringify({ type: 'commonjs' }));
    await use(join(COMPILED, 'hey-api.js'), version, baseUrl, checkHere);
    await use(join(COMPILED, 'swagger-typescript-api.js'), version, baseUrl, checkHere);
  }
  await use(join(TOOLS, 'devour.js'), '', baseUrl, check);
}

async function generate(baseUrl: string, format: string, version: string, check: Check): Promise<void> {
  await mkdir(GENERATED, { recursive: true });
  const document = join(GENERATED, `${format}.json`);
  const answer = await fetch(`${baseUrl}/openapi/${format}.json?version=${version}`);
  await writeFile(document, await answer.text());
  const [hey, swagger] = [join(GENERATED, `hey-api-${format}`), join(GENERATED, `swagger-${format}`)];
  const heyOptions = ['-i', document, '-o', hey, '-c', '@hey-api/client-fetch', '-s', '--no-log-file'];
  check(`@hey-api/openapi-ts makes a ${format} client`, await tool('openapi-ts', ...heyOptions));
  const options = ['-p', document, '-o', swagger, '--modular', '--extract-request-params', '--silent'];
  const made = await tool('swagger-typescript-api', 'generate', ...options, '--default-response', 'unknown');
  check(`swagger-typescript-api makes a ${format} client`, made);
  await exposeToCompiler(swagger);
}

/** That generator asks the compiler to look away. */
async function exposeToCompiler(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    await writeFile(file, (await readFile(file, 'utf8')).replace('// @ts-nocheck', ''));
  }
}

/** What is made of the documents; the rest is the same for everybody. */
const MADE = /(sdk\.gen|types\.gen|data-contracts|[A-Z]\w*)\.ts$/;
const COMMENTS = /\/\*[^]*?\*\/|\/\/.*/g;

async function checkSignatures(check: Check): Promise<void> {
  const files = (await readdir(GENERATED, { recursive: true })).filter((file) => MADE.test(file));
  const loose: string[] = [];
  for (const file of files) {
    const code = (await readFile(join(GENERATED, file), 'utf8')).replace(COMMENTS, '');
    if (/\bany\b/.test(code)) loose.push(file);
  }
  check(`no signature says any ${loose.join(' ')}`.trim(), files.length > 20 && loose.length === 0);
}

/** The version keeps the module of the other one out of the cache. */
async function use(file: string, version: string, baseUrl: string, check: Check): Promise<void> {
  const name = file.replace(/.*\/|\.js$/g, '');
  const { roundTrip } = (await import(`${pathToFileURL(file).href}?${version}`)) as Client;
  await roundTrip(baseUrl, (what, holds) => check(`${name}: ${what}`, holds));
}

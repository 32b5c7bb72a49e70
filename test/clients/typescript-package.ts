import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Check, TOOLS, run, tool } from './checks.js';
import { type Document, writeFieldTypes } from './field-types.js';

const PACKAGE = join(import.meta.dirname, '../../clients/typescript');
const COMMITTED = join(PACKAGE, 'src/generated');
const GENERATED = join(TOOLS, 'generated');
/** Where the consumers in the tools' package find it, as if it had been installed. */
const INSTALLED = join(TOOLS, 'node_modules/@kitroom/client');
const FILES = ['plain.ts', 'fields.ts'];

const PRINT = `export const printed: string[] = [];
const print = (...all: unknown[]) => printed.push(all.join(' '));
`;

interface Consumer {
  journey(baseUrl: string, check: Check): Promise<void>;
}

/** Writes the package's generated files from the document that a server serves. */
export const writeGenerated = (baseUrl: string): Promise<void> => generate(baseUrl, COMMITTED);

/** Checks that the package is up to date, builds, and works as it will be published. */
export async function checkPackage(baseUrl: string, check: Check): Promise<void> {
  const checkHere: Check = (what, holds) => check(`package: ${what}`, holds);
  await checkDrift(baseUrl, checkHere);
  await rm(join(PACKAGE, 'dist'), { recursive: true, force: true });
  checkHere('it compiles strictly', await tool('tsc', '-p', PACKAGE));
  await checkSignatures(checkHere);
  await install(checkHere);
  await writeReadme(baseUrl);
  const compiled = await tool('tsc', '-p', 'tsconfig.package.json');
  checkHere('what uses it compiles strictly, and what must not compile does not', compiled);
  if (compiled) await use(baseUrl, checkHere);
}

async function generate(baseUrl: string, folder: string): Promise<void> {
  await mkdir(GENERATED, { recursive: true });
  const answer = await fetch(`${baseUrl}/openapi/plain.json`);
  const text = await answer.text();
  const document = join(GENERATED, 'plain.json');
  await writeFile(document, text);
  await tool('openapi-typescript', document, '-o', join(folder, 'plain.ts'));
  await writeFile(join(folder, 'fields.ts'), writeFieldTypes(JSON.parse(text) as Document));
}

async function checkDrift(baseUrl: string, check: Check): Promise<void> {
  const fresh = join(GENERATED, 'package');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await generate(baseUrl, fresh);
  for (const file of FILES) {
    const [served, committed] = await Promise.all(
      [fresh, COMMITTED].map((folder) => text(join(folder, file))),
    );
    check(`${file} is what the documents say (else: npm run test:clients -- --write)`, served === committed);
  }
}

const text = (file: string): Promise<string> => readFile(file, 'utf8');

async function checkSignatures(check: Check): Promise<void> {
  const files = (await readdir(join(PACKAGE, 'dist'), { recursive: true })).filter((file) =>
    file.endsWith('.d.ts'),
  );
  const declarations = await Promise.all(files.map((file) => text(join(PACKAGE, 'dist', file))));
  const bare = declarations.map((each) =>
    each.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*|'[^'\n]*'|"[^"\n]*"/gs, ''),
  );
  check('it declares its types', files.includes('index.d.ts'));
  check('no signature has an `any`', !bare.some((each) => /[:<(|,=]\s*any\b(?!\s*:)/.test(each)));
}

/** Packs it and unpacks it where its consumers look for it. */
async function install(check: Check): Promise<void> {
  await rm(INSTALLED, { recursive: true, force: true });
  await mkdir(INSTALLED, { recursive: true });
  const packed = await run('npm', PACKAGE, ['pack', '--ignore-scripts', '--pack-destination', GENERATED]);
  const [archive = ''] = (await readdir(GENERATED)).filter((file) => file.endsWith('.tgz'));
  const archived = join(GENERATED, archive);
  const unpacked =
    packed && (await run('tar', TOOLS, ['-xzf', archived, '-C', INSTALLED, '--strip-components=1']));
  check('it packs', unpacked);
  const files = (await readdir(INSTALLED)).sort();
  const wanted = ['LICENSE', 'README.md', 'dist', 'package.json'];
  check('what is published is what is needed', files.join() === wanted.join());
  const { dependencies } = JSON.parse(await text(join(PACKAGE, 'package.json'))) as {
    dependencies?: unknown;
  };
  check('it needs no other package', dependencies === undefined);
}

/** The example of the README as a program that keeps what it would print. */
async function writeReadme(baseUrl: string): Promise<void> {
  const [, example = ''] = /```ts\n(.*?)```/s.exec(await text(join(PACKAGE, 'README.md'))) ?? [];
  const program = example.replace('http://localhost:5000', baseUrl).replaceAll('console.log(', 'print(');
  await writeFile(join(GENERATED, 'readme.ts'), PRINT + program);
}

async function use(baseUrl: string, check: Check): Promise<void> {
  const out = (file: string): string => pathToFileURL(join(GENERATED, 'out', file)).href;
  const { journey } = (await import(out('package-journey.js'))) as Consumer;
  await journey(baseUrl, check);
  const { printed } = (await import(out('generated/readme.js'))) as { readonly printed: readonly string[] };
  check('the README’s example lists the run', printed[0] === '2020-01-24: 5200 m');
  check('and is refused what is wrong', printed[1]?.startsWith('422 INVALID ') === true);
}

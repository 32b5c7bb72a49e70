import { describe, expect, it } from '@jest/globals';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LONGEST = 200;
const SKIPPED = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

interface Source {
  readonly path: string;
  readonly text: string;
}

const sources = await read('src');
const tests = (await read('test')).filter(({ path }) => !path.startsWith('test/generated-client/'));

/** The paths of those files that match, with the line: what a failing test should show. */
const findLines = (files: readonly Source[], pattern: RegExp): readonly string[] =>
  files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : [])),
  );

describe('sources', () => {
  it(`have no file over ${LONGEST} lines`, () => {
    const long = sources.filter(({ text }) => text.split('\n').length > LONGEST + 1);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it.each([
    ['`any`', /^(?!\s*(\*|\/)).*([:<(]\s*any\b|\bas any\b)/],
    ['casts through `unknown`', /\bas unknown as\b/],
    ['work that was left for later', /\b(TODO|FIXME|XXX)\b/],
    [
      'checks that are switched off without a reason',
      /eslint-disable(?!.* -- )|@ts-(ignore|expect-error|nocheck)/,
    ],
    ['circular modules', /\bforwardRef\b/],
    ['barrels', /^export \* from/],
  ])('have no %s', (_, pattern) => {
    expect(findLines(sources, pattern)).toEqual([]);
  });

  it('read the environment in the main files only', () => {
    const readers = findLines(sources, /process\.env\b/).map((line) => line.split(':')[0]);
    expect(readers.filter((path) => !path?.endsWith('/main.ts'))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('has a place for every folder of the sources', async () => {
    const map = await readFile(join(ROOT, 'docs/architecture.md'), 'utf8');
    const folders = new Set(
      sources.flatMap(({ path }) => /^src\/(shared\/\w+|(?!shared)\w+\/)/.exec(path)?.[1] ?? []),
    );
    expect([...folders].filter((folder) => !map.includes(`\`${folder}\``))).toEqual([]);
  });
});

describe('tests', () => {
  it('are all run', () => {
    expect(
      findLines(tests, /\b(it|test|describe)\.(skip|only|todo)[.(]|\b(xit|xdescribe|fit|fdescribe)\(/),
    ).toEqual([]);
  });
});

describe('lock files', () => {
  it('name no registry but the public one', async () => {
    const locks = (await filesOf('.', /package-lock\.json$/)).map(async (path) => ({
      path,
      text: await readFile(join(ROOT, path), 'utf8'),
    }));
    const elsewhere = /"resolved": "(?!https:\/\/registry\.npmjs\.org\/)/;
    expect(findLines(await Promise.all(locks), elsewhere)).toEqual([]);
  });
});

async function read(folder: string): Promise<readonly Source[]> {
  const paths = await filesOf(folder, /\.(ts|mjs)$/);
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(ROOT, path), 'utf8') })));
}

/** Paths from the project's folder, without what is generated or installed. */
async function filesOf(folder: string, name: RegExp): Promise<readonly string[]> {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : await filesOf(path, name);
      return name.test(path) ? [path] : [];
    }),
  );
  return found.flat().sort();
}

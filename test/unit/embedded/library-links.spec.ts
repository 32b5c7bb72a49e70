import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideLibraryLinks } from '../../../src/database/embedded/library-links.js';

const LINKS = [
  { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
  { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
];
const NOBODY = 65_534;

let root: string;
let native: string;
let spare: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kitroom-links-'));
  [native, spare] = [join(root, 'package', 'native'), join(root, 'data', 'postgres-lib')];
  await mkdir(join(native, 'lib'), { recursive: true });
  await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'library');
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(LINKS));
});

afterEach(() => rm(root, { recursive: true }));

describe('provideLibraryLinks', () => {
  it('makes missing links in the package, once, by relative paths', async () => {
    expect(await provideLibraryLinks(native, spare)).toBeNull();
    expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
    expect(await readFile(join(native, 'lib', 'libpq.so'), 'utf8')).toBe('library');
    expect(await provideLibraryLinks(native, spare)).toBeNull();
  });

  it('may be called by two processes at once', async () => {
    expect(await Promise.all([1, 2, 3].map(() => provideLibraryLinks(native, spare)))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('has nothing to do where a platform needs no links', async () => {
    await rm(join(native, 'pg-symlinks.json'));
    expect(await provideLibraryLinks(native, spare)).toBeNull();
    expect(await readdir(join(native, 'lib'))).toEqual(['libpq.so.5.18']);
  });

  it('makes them elsewhere where the package is not ours to write, also after an older try', async () => {
    await mkdir(spare, { recursive: true });
    await writeFile(join(spare, 'libpq.so.5'), 'stale');
    await asSomebodyElse(async () => {
      expect(await provideLibraryLinks(native, spare)).toBe(spare);
      expect(await readFile(join(spare, 'libpq.so.5'), 'utf8')).toBe('library');
    });
    expect((await readdir(spare)).sort()).toEqual(['libpq.so', 'libpq.so.5']);
    expect(await readdir(join(native, 'lib'))).toEqual(['libpq.so.5.18']);
  });
});

/** With the package read-only; root may write that too, and so becomes nobody meanwhile. */
async function asSomebodyElse(work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  await chmod(join(native, 'lib'), 0o555);
  for (const folder of [root, join(root, 'data'), spare]) await chmod(folder, 0o777);
  if (isRoot) process.seteuid?.(NOBODY);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    await chmod(join(native, 'lib'), 0o755);
  }
}

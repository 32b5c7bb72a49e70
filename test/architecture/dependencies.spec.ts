import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { UNNAMED_LICENCE } from '../supply-chain/bill.js';
import { directOf, FOLDERS, isForServers, readLock, readManifest, ROOT } from '../supply-chain/packages.js';
import { namesIn, rowsUnder } from '../supply-chain/page.js';

const FOR_SERVERS = [
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
];
const FOR_DEVELOPMENT = [...FOR_SERVERS, 'CC-BY-4.0', '(MIT OR CC0-1.0)'];
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/;

const manifest = await readManifest();
const lock = await readLock();

describe('docs/dependencies.md', () => {
  it.each([
    ['At run time', manifest.dependencies],
    ['Optional', manifest.optionalDependencies],
    ['For development', manifest.devDependencies],
  ])('tells of each package, and of no other: %s', async (heading, versions = {}) => {
    const rows = await rowsUnder(heading);
    expect(rows.flatMap(([name]) => namesIn(name)).sort()).toEqual(Object.keys(versions).sort());
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([]);
  });

  it.each([
    ['At run time', 3],
    ['Optional', 3],
    ['For development', 2],
  ])('names their licences: %s', async (heading, column) => {
    const licences = new Map(lock.map(([name, { license }]) => [name, license]));
    const named = (await rowsUnder(heading)).map(
      (cells) => [namesIn(cells[0])[0] ?? '', cells[column]] as const,
    );
    expect(named).toEqual(named.map(([name]) => [name, licences.get(name)]));
  });

  it('tells of each package of every other folder, and of no other', async () => {
    const told = (await rowsUnder('Packages of their own')).map(([folder, names]) => [
      namesIn(folder)[0],
      [...namesIn(names)].sort(),
    ]);
    const there = FOLDERS.map(async (folder) => [
      folder,
      Object.keys(directOf(await readManifest(folder))).sort(),
    ]);
    expect(told).toEqual(await Promise.all(there));
  });

  it('tells of each package with an install script, and all are denied', async () => {
    const told = (await rowsUnder('Install scripts')).flatMap(([name]) => namesIn(name));
    const scripted = new Set(lock.filter(([, each]) => each.hasInstallScript).map(([name]) => name));
    expect([...told].sort()).toEqual([...scripted].sort());
    expect(manifest.allowScripts).toEqual(Object.fromEntries(told.map((name) => [name, false])));
  });
});

describe('licences', () => {
  it('are such as anybody may use, of everything that is installed', () => {
    const others = lock.filter(([name, each]) => {
      const allowed = isForServers(each) ? FOR_SERVERS : FOR_DEVELOPMENT;
      return !allowed.includes(each.license ?? '') && !UNNAMED_LICENCE.includes(name);
    });
    expect(others.map(([name, { license }]) => [name, license])).toEqual([]);
  });

  it.each(UNNAMED_LICENCE)('%s names its own only beside its code', async (name) => {
    expect(lock.find(([each]) => each === name)?.[1].license).toBeUndefined();
    const folder = join(ROOT, 'node_modules', name);
    const texts = await Promise.all([
      readFile(join(folder, name === 'pause' ? 'Readme.md' : 'LICENSE'), 'utf8'),
    ]);
    expect(texts.join()).toContain('(The MIT License)');
  });
});

describe.each(['.', ...FOLDERS])('the packages of %s', (folder) => {
  it('are asked for in one version exactly', async () => {
    const versions = Object.entries(directOf(await readManifest(folder)));
    expect(versions.filter(([, version]) => !EXACT.test(version))).toEqual([]);
  });

  it('are locked by their hashes, whichever registry they come from', async () => {
    const locked = await readLock(folder);
    expect(locked.length).toBeGreaterThan(0);
    const loose = locked.filter(
      ([, each]) => each.resolved !== undefined || !each.integrity?.startsWith('sha512-'),
    );
    expect(loose.map(([name]) => name)).toEqual([]);
  });
});

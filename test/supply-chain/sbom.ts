import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isForServers, type Locked, ROOT } from './packages.js';

const LARGEST = 64 * 1024 * 1024;

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

/**
 * The bill of materials of what runs on a server (CycloneDX 1.5, JSON), by `npm sbom`. That one is shown a package which
 * asks for nothing in development: its own `--omit dev` leaves out whatever is needed in development, too.
 */
export async function writeBill(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kitroom-sbom-'));
  try {
    const manifest = await readRoot<object>('package.json');
    const lock = await readRoot<Lock>('package-lock.json');
    const packages = Object.entries(lock.packages).filter(([, each]) => isForServers(each));
    const shown = packages.map(([path, each]) => [path, path === '' ? withoutDevelopment(each) : each]);
    await write(folder, 'package.json', withoutDevelopment(manifest));
    await write(folder, 'package-lock.json', { ...lock, packages: Object.fromEntries(shown) });
    const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
    return execFileSync('npm', args, { cwd: folder, encoding: 'utf8', maxBuffer: LARGEST });
  } finally {
    await rm(folder, { recursive: true });
  }
}

const withoutDevelopment = (manifest: object): object => ({ ...manifest, devDependencies: {} });

const readRoot = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(join(ROOT, name), 'utf8')) as T;

const write = (folder: string, name: string, content: object): Promise<void> =>
  writeFile(join(folder, name), JSON.stringify(content));

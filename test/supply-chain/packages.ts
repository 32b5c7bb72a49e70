import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** The folders with a package of their own, besides the root. */
export const FOLDERS = [
  'tools/openapi',
  'tools/mutation',
  'test/generated-client',
  'clients/typescript',
  'bench/peers',
] as const;

/** Names and versions. */
export type Versions = Readonly<Record<string, string>>;

/** As much of a package.json as is looked at. */
export interface Manifest {
  readonly dependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

/** A package of a package-lock.json (npm's docs: package-lock.json, `packages`). */
export interface Locked extends Manifest {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}

/** Whether a package goes to servers, of whatever platform. */
export const isForServers = ({ dev = false, devOptional = false }: Locked): boolean => !dev && !devOptional;

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(join(ROOT, path), 'utf8')) as T;

export const readManifest = (folder = '.'): Promise<Manifest> => readJson(join(folder, 'package.json'));

/** All packages of a lock by their name, once for each place where they are installed. */
export async function readLock(folder = '.'): Promise<readonly (readonly [name: string, Locked])[]> {
  const { packages } = await readJson<{ packages: Record<string, Locked> }>(
    join(folder, 'package-lock.json'),
  );
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  return installed.map(([path, locked]) => [path.replace(/^.*node_modules\//, ''), locked]);
}

/** All that a manifest asks for by name. */
export const directOf = (manifest: Manifest): Versions => ({
  ...manifest.dependencies,
  ...manifest.optionalDependencies,
  ...manifest.devDependencies,
});

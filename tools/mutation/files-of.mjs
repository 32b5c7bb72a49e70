import { readdir, stat } from 'node:fs/promises';

/** The tests of these files and folders, in their order. */
export async function filesOf(paths) {
  const found = await Promise.all(paths.map(specsIn));
  return found.flat();
}

async function specsIn(path) {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith('.spec.ts'))
    .sort()
    .map((name) => `${path}/${name}`);
}

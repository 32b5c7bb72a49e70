import { mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './embedded-error.js';
import { exists, unlessMissing } from './files.js';

interface Link {
  /** The library's own file, relative to the package. */
  readonly source: string;
  /** The name under which programs look for it. */
  readonly target: string;
}

/**
 * Makes the library links that npm cannot ship, and that an install with --ignore-scripts leaves out.
 * @param native the package's `native` folder
 * @param spare where links go if the package is not ours to write
 * @returns the spare folder, for the loader to search first; null where the package has all its links
 */
export async function provideLibraryLinks(native: string, spare: string): Promise<string | null> {
  const links = await listedLinks(native);
  const missing = await unmade(dirname(native), links);
  if (missing.length === 0) return null;
  try {
    await Promise.all(
      missing.map((link) => makeLink(basename(link.source), join(dirname(native), link.target))),
    );
    return null;
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error;
    return linkElsewhere(dirname(native), links, spare);
  }
}

async function listedLinks(native: string): Promise<Link[]> {
  const text = await unlessMissing(readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  return text === null ? [] : (JSON.parse(text) as Link[]);
}

async function unmade(root: string, links: readonly Link[]): Promise<Link[]> {
  const present = await Promise.all(links.map((link) => exists(join(root, link.target))));
  return links.filter((_, index) => !present[index]);
}

async function linkElsewhere(root: string, links: readonly Link[], spare: string): Promise<string> {
  await rm(spare, { recursive: true, force: true });
  await mkdir(spare, { recursive: true });
  await Promise.all(
    links.map((link) => makeLink(join(root, link.source), join(spare, basename(link.target)))),
  );
  return spare;
}

async function makeLink(source: string, target: string): Promise<void> {
  try {
    await symlink(source, target);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

import { statSync } from 'node:fs';
import { join } from 'node:path';

/** The file to write: the given one, or, in a given folder, one that is named after the moment. */
export function targetOf(path: string, now: Date): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const moment = now.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  return join(path, `kitroom-${moment}.backup.gz`);
}

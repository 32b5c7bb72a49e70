import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './packages.js';

/** The rows of the table under a heading of docs/dependencies.md, without its head. */
export async function rowsUnder(heading: string): Promise<readonly (readonly string[])[]> {
  const page = await readFile(join(ROOT, 'docs/dependencies.md'), 'utf8');
  const section = page.split(/^## /m).find((each) => each.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/dependencies.md has no part "${heading}".`);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks. */
export const namesIn = (cell = ''): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

import { describe, expect, it } from '@jest/globals';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const page = await readFile(join(ROOT, 'SECURITY.md'), 'utf8');

/** The cells of each row of the table of those who attack. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (who |-)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()));

const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`((?:test|src|docs|tools)\/[\w./-]+)`/g)].map(([, path = '']) => path);

describe('SECURITY.md', () => {
  it('names files that are there', async () => {
    const paths = [...new Set(pathsIn(page))];
    expect(paths.length).toBeGreaterThan(30);
    const missing = await Promise.all(
      paths.map(async (path) =>
        access(join(ROOT, path)).then(
          () => [],
          () => [path],
        ),
      ),
    );
    expect(missing.flat()).toEqual([]);
  });

  it('shows each of its claims by a test that runs', () => {
    expect(rows.length).toBeGreaterThan(15);
    const unshown = rows.filter(
      (cells) => !pathsIn(cells[4] ?? '').some((path) => path.endsWith('.spec.ts')),
    );
    expect(unshown.map((cells) => `${cells[1] ?? ''}: ${cells[2] ?? ''}`)).toEqual([]);
  });
});

import { expect } from '@jest/globals';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import type { Page } from '../../src/shared/reading/answer.js';

/** Reads one page of a list by the parameters that say which. */
export type ReadPage = (place: readonly Pair[]) => Promise<Page>;

/** A walk that does not end is a fault of its own. */
const MOST_PAGES = 500;

/**
 * The ids of all records from the start of a list to its end, page by page; `between` happens after each page. The last
 * page of a walk says that it is the last, and is empty only where the whole list is.
 */
export async function walkForward(
  read: ReadPage,
  size: number,
  between: (seen: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const seen: string[] = [];
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await read(after(cursor, size));
    seen.push(...idsOf(page, size));
    if (!page.around.more) return seen;
    cursor = page.around.cursors?.at(-1) ?? '';
    await between(seen);
  }
  throw new Error('The walk does not end.');
}

/** Likewise from the end to the start; each page is in the order of the list, and so is what is returned. */
export async function walkBackward(read: ReadPage, size: number): Promise<readonly string[]> {
  const seen: string[] = [];
  let cursor = '';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await read(before(cursor, size));
    seen.unshift(...idsOf(page, size));
    if (!page.around.more) return seen;
    cursor = page.around.cursors?.[0] ?? '';
  }
  throw new Error('The walk does not end.');
}

export const after = (cursor: string, size: number): readonly Pair[] => [
  ['page[after]', cursor],
  ['page[size]', String(size)],
];

export const before = (cursor: string, size: number): readonly Pair[] => [
  ['page[before]', cursor],
  ['page[size]', String(size)],
];

function idsOf({ rows, around }: Page, size: number): readonly string[] {
  if (around.more) expect(rows).toHaveLength(size);
  expect(around.cursors).toHaveLength(rows.length);
  return rows.map((row) => row.id);
}

import sql, { type Sql, empty, raw } from 'sql-template-tag';
import { isStored } from './column.js';
import { compileBeyond, compilePosition } from './keyset.js';
import type { PageWindow } from './page-window.js';
import { type OrderKey, compileOrder } from './order.js';
import { MOST_OFFSET } from './page-params.js';
import { ofPage } from './parameter.js';

/** Beside a row's own columns: its place in the order, where cursors are made of it. */
export const POSITION = '#position';

/** Whether each row of a page is given a cursor. Pages by number need them where no further page has a number. */
export function hasCursors(page: PageWindow, keys: readonly OrderKey[]): boolean {
  if (page.style === 'cursor') return true;
  return page.offset + page.limit > MOST_OFFSET && keys.every(({ leaf }) => isStored(leaf));
}

/** The further column of rows that are given cursors. */
export function compileCursorColumn(page: PageWindow, keys: readonly OrderKey[]): Sql {
  return hasCursors(page, keys) ? sql`, ${compilePosition(keys)} AS "${raw(POSITION)}"` : empty;
}

/** Which rows come into question for a page; the end that is nearest to its cursor is its own. */
export function compileBounds(page: PageWindow, keys: readonly OrderKey[]): readonly Sql[] {
  if (page.style !== 'cursor') return [];
  const { after, before } = page;
  const bounds = [
    after && compileBeyond(keys, after, 'after'),
    before && compileBeyond(keys, before, 'before'),
  ];
  return bounds.filter((bound) => bound !== null);
}

/** The order in which a page is read. One that ends at a cursor is read backward, from the cursor on. */
export function compileReading(page: PageWindow, keys: readonly OrderKey[]): Sql {
  const reversed = page.style === 'cursor' && page.backward;
  const skipped = page.style === 'cursor' || page.offset === 0 ? empty : sql` OFFSET ${OFFSET}`;
  return sql`ORDER BY ${compileOrder(keys, reversed)} LIMIT ${raw(String(mostRead(page)))}${skipped}`;
}

/**
 * Whether there are more tells the count, or else one row too many. It stands in the text: PostgreSQL would plan anew
 * each time for a number that it does not know.
 */
const mostRead = ({ style, limit, counted }: PageWindow): number =>
  style === 'cursor' || !counted ? limit + 1 : limit;

const OFFSET = ofPage((page) => (page.style === 'cursor' ? 0 : page.offset));

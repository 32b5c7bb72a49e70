import sql, { type Sql, empty, raw } from 'sql-template-tag';
import { isStored } from './column.js';
import { compileBeyond, compilePosition } from './keyset.js';
import type { PageWindow } from './list-query.js';
import { type OrderKey, compileOrder } from './order.js';
import { MOST_OFFSET } from './page-params.js';

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
  const bounds = [after && compileBeyond(keys, after, false), before && compileBeyond(keys, before, true)];
  return bounds.filter((bound) => bound !== null);
}

/** The order in which a page is read. One that ends at a cursor is read backward, from the cursor on. */
export function compileReading(page: PageWindow, keys: readonly OrderKey[]): Sql {
  const reversed = page.style === 'cursor' && page.backward;
  const skipped = page.style === 'cursor' ? empty : sql` OFFSET ${page.offset}`;
  return sql`ORDER BY ${compileOrder(keys, reversed)} LIMIT ${mostRead(page)}${skipped}`;
}

/** Whether there are more tells the count, or else one row too many. */
const mostRead = ({ style, limit, counted }: PageWindow): number =>
  style === 'cursor' || !counted ? limit + 1 : limit;

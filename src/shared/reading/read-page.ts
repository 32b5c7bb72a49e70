import { cursorScope, writeCursor } from '../query/cursor.js';
import type { ListQuery } from '../query/list-query.js';
import type { Position } from '../query/page-window.js';
import type { Resource, Row } from '../query/resource.js';
import { COUNT } from '../query/select.js';
import { POSITION } from '../query/window.js';
import type { Surroundings } from './answer.js';

/** A row as a page's statement answers it. */
export interface FoundRow {
  readonly [COUNT]?: number;
  readonly [POSITION]?: Position;
  readonly [column: string]: unknown;
}

/** What a page's statement found, in the order of the list. */
export interface FoundPage<X extends Resource> {
  readonly rows: readonly Row<X>[];
  /** Null where nobody counted. */
  readonly count: number | null;
  readonly around: Surroundings;
}

/** Takes apart what the statement of `compilePage` answered to this query. */
export function readPage<X extends Resource>(
  resource: X,
  query: ListQuery,
  found: readonly FoundRow[],
): FoundPage<X> {
  const { page } = query;
  const present = found.filter((row) => row['id'] !== null);
  const read = present.slice(0, page.limit);
  const kept = page.style === 'cursor' && page.backward ? read.reverse() : read;
  const rows = kept as readonly FoundRow[] as readonly Row<X>[];
  const cursors = cursorsOf(resource, query, kept);
  return {
    rows,
    count: page.counted ? (found[0]?.[COUNT] ?? 0) : null,
    around: { more: present.length > page.limit, cursors },
  };
}

function cursorsOf(
  resource: Resource,
  query: ListQuery,
  found: readonly FoundRow[],
): readonly string[] | null {
  const positions = found.map((row) => row[POSITION]).filter((position) => position !== undefined);
  if (positions.length === 0 && query.page.style !== 'cursor') return null;
  const scope = cursorScope(resource, query.sort, query.parameters);
  return positions.map((position) => writeCursor(scope, position));
}

import { hash } from 'node:crypto';
import { isFilterParameter } from './filter/parse-filter.js';
import type { Pair } from './flat-pairs.js';
import type { SortKey } from './list-query.js';
import type { Position } from './page-window.js';
import type { Resource } from './resource.js';

/** The longest text that a record is sorted by has 1000 characters, six bytes each where JSON escapes them. */
export const LONGEST_CURSOR = 12_288;
const SUM_LENGTH = 12;

/** What cursors belong to: lists of one type, in one order, with one filter. Others refuse them. */
export function cursorScope(
  resource: Resource,
  sort: readonly SortKey[],
  parameters: readonly Pair[],
): string {
  const short = Object.keys(resource.plainFilters ?? {});
  const filters = parameters.filter(([name]) => isFilterParameter(name) || short.includes(name));
  return hash('sha256', JSON.stringify([resource.type, sort, filters.toSorted(byName)]), 'base64url');
}

/** A position as clients carry it: opaque to them, and good for this scope only. */
export function writeCursor(scope: string, position: Position): string {
  const text = JSON.stringify([checksum(scope, position), ...position]);
  return Buffer.from(text).toString('base64url');
}

/** The position that was written into a cursor; null where nothing of this scope was, to the last character. */
export function readCursor(scope: string, cursor: string): Position | null {
  const position = cursor.length <= LONGEST_CURSOR ? unpack(cursor) : null;
  return position && writeCursor(scope, position) === cursor ? position : null;
}

function unpack(cursor: string): Position | null {
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts)) return null;
  const position: readonly unknown[] = parts.slice(1);
  return position.every(isPart) ? position : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isPart = (value: unknown): value is string | null => value === null || typeof value === 'string';

/** No secret: whoever makes up a position with a right sum has made a position, and its values are checked. */
const checksum = (scope: string, position: Position): string =>
  hash('sha256', JSON.stringify([scope, ...position]), 'base64url').slice(0, SUM_LENGTH);

const byName = ([one]: Pair, [other]: Pair): number => (one < other ? -1 : 1);

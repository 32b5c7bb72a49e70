import { BadParameter } from '../errors/errors.js';
import type { Kind } from './attribute.js';
import { type Leaf, isStored, kindOf, leafNamed, mayBeNull } from './column.js';
import { cursorScope, readCursor } from './cursor.js';
import { isDate, parseInstant } from '../values/instant.js';
import { isUuid } from '../values/values.js';
import type { Lens } from './lens.js';
import type { SortKey } from './list-query.js';
import type { CursorWindow, Position } from './page-window.js';
import { totalOrder } from './order.js';
import { UnsupportedSort } from './page-problems.js';
import type { Resource } from './resource.js';

export const AFTER = 'page[after]';
const BEFORE = 'page[before]';
export const CURSORS: readonly string[] = [AFTER, BEFORE];

/** What cursors are read against. */
export interface CursorContext extends Lens {
  readonly resource: Resource;
  readonly sort: readonly SortKey[];
}

/**
 * Reads `page[after]` and `page[before]`, of which at least one is given; an empty one stands for the start or the end
 * of the list. Throws BadParameter.
 */
export function parseCursors(
  context: CursorContext,
  given: ReadonlyMap<string, string>,
): Pick<CursorWindow, 'after' | 'before' | 'backward'> {
  const leaves = sortLeaves(context);
  const scope = cursorScope(context.resource, context.sort, [...given]);
  const read = (name: string): Position | null => readPosition(name, given.get(name) ?? '', scope, leaves);
  return { after: read(AFTER), before: read(BEFORE), backward: !given.has(AFTER) };
}

/** Whether a list has cursors in the order that was asked for. */
export const hasCursors = (context: CursorContext): boolean => orderLeaves(context).every(isStored);

/** The fields that place a record. Throws UnsupportedSort where one is computed: nothing could look it up. */
function sortLeaves(context: CursorContext): readonly Leaf[] {
  const leaves = orderLeaves(context);
  const computed = leaves.find((leaf) => !isStored(leaf));
  if (computed) throw new UnsupportedSort(computed.name);
  return leaves;
}

const orderLeaves = (context: CursorContext): readonly Leaf[] =>
  totalOrder(context.sort).map((key) => leafNamed(context, context.resource, key.name));

function readPosition(name: string, cursor: string, scope: string, leaves: readonly Leaf[]): Position | null {
  if (cursor === '') return null;
  const position = readCursor(scope, cursor);
  if (position && fits(position, leaves)) return position;
  const end = name === AFTER ? 'start' : 'end';
  throw new BadParameter(
    name,
    `"${name}" must be a cursor of this list with the same sort and filter, or empty for its ${end}.`,
  );
}

const fits = (position: Position, leaves: readonly Leaf[]): boolean =>
  position.length === leaves.length && leaves.every((leaf, index) => fitsLeaf(position[index] ?? null, leaf));

const fitsLeaf = (value: string | null, leaf: Leaf): boolean =>
  value === null ? mayBeNull(leaf) : FITS[kindOf(leaf)](value);

const MOST = 2n ** 63n;
const never = (): boolean => false;

/** Whether PostgreSQL would take a value for one of this kind. */
const FITS: Readonly<Record<Kind, (value: string) => boolean>> = {
  text: (value) => !/\0|\p{Surrogate}/u.test(value),
  uuid: isUuid,
  integer: (value) => /^-?\d{1,19}$/.test(value) && BigInt(value) < MOST && BigInt(value) >= -MOST,
  decimal: (value) => /^-?\d+(?:\.\d+)?(?:e[-+]\d+)?$/.test(value) && Number.isFinite(Number(value)),
  time: (value) => parseInstant(value) === value,
  date: isDate,
  boolean: (value) => value === 'true' || value === 'false',
  json: never,
  names: never,
};

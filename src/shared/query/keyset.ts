import sql, { type Sql, join, raw } from 'sql-template-tag';
import type { Kind } from './attribute.js';
import { kindOf, mayBeNull } from './column.js';
import { typeOf } from './filter/cast.js';
import type { Position } from './page-window.js';
import type { OrderKey } from './order.js';
import { ofPage } from './parameter.js';

/** A row's place in the order, as an array of texts from which PostgreSQL reads the very same values again. */
export function compilePosition(keys: readonly OrderKey[]): Sql {
  const texts = keys.map(({ leaf, value }) => toText(kindOf(leaf), value));
  return sql`ARRAY[${join(texts, ', ')}]`;
}

type Side = 'after' | 'before';

/** The rows that come after a position in the order of the keys, or before it: the one that a page has on this side. */
export function compileBeyond(keys: readonly OrderKey[], position: Position, side: Side): Sql {
  const reversed = side === 'before';
  const [first] = keys;
  const stored = keys.map(({ leaf }, index) => storedValue(kindOf(leaf), position, side, index));
  // Nulls come last, so none is before a value; a comparison with one is never true.
  const isFreeOfNulls = (key: OrderKey, index: number): boolean =>
    !mayBeNull(key.leaf) || (reversed && stored[index] !== null);
  const isPlain = keys.every(
    (key, index) => isFreeOfNulls(key, index) && key.descending === first?.descending,
  );
  if (isPlain && first) return compareRows(keys, stored, signOf(first, reversed));
  return chain(keys.map((key, index) => compileBound(key, stored[index] ?? null, reversed)));
}

/** One comparison, which a search in an index begins with as it stands. */
function compareRows(keys: readonly OrderKey[], stored: readonly (Sql | null)[], sign: Sql): Sql {
  const values = keys.map(({ value }) => value);
  const bounds = stored.map((bound) => bound ?? raw('NULL'));
  return sql`((${join(values, ', ')}) ${sign} (${join(bounds, ', ')}))`;
}

/** What one key says of a row, beside a value at the same place in a position. */
interface Bound {
  readonly beyond: Sql;
  readonly equal: Sql;
  /** Holds for every row that is beyond or equal, and can be searched for; null where there is no such thing. */
  readonly search: Sql | null;
}

/** Beyond by the first key, or equal there and beyond by the next. */
function chain(bounds: readonly Bound[]): Sql {
  const [first, ...rest] = bounds;
  if (!first) return raw('FALSE');
  if (rest.length === 0) return first.beyond;
  const either = sql`(${first.beyond} OR (${first.equal} AND ${chain(rest)}))`;
  return first.search ? sql`(${first.search} AND ${either})` : either;
}

/** Nulls are last in a list, so beyond every value, and they come first when it is walked backward. */
function compileBound(key: OrderKey, bound: Sql | null, reversed: boolean): Bound {
  const { leaf, value } = key;
  const isNull = sql`(${value} IS NULL)`;
  if (bound === null) {
    const beyond = reversed ? sql`(${value} IS NOT NULL)` : raw('FALSE');
    return { beyond, equal: isNull, search: reversed ? null : isNull };
  }
  const sign = signOf(key, reversed);
  const nullsBeyond = mayBeNull(leaf) && !reversed;
  const beyond = sql`(${value} ${sign} ${bound})`;
  return {
    beyond: nullsBeyond ? sql`(${beyond} OR ${isNull})` : beyond,
    equal: sql`(${value} = ${bound})`,
    search: nullsBeyond ? null : sql`(${value} ${sign}= ${bound})`,
  };
}

const signOf = ({ descending }: OrderKey, reversed: boolean): Sql => raw(descending === reversed ? '>' : '<');

function toText(kind: Kind, value: Sql): Sql {
  if (kind !== 'time') return sql`(${value})::text`;
  return sql`to_char(${value} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** A value of a position, read from each request's own; null where it is null. Its type is that of the column. */
function storedValue(kind: Kind, position: Position, side: Side, index: number): Sql | null {
  const stored = position[index] ?? null;
  if (stored === null) return null;
  const value = ofPage((page) => page.style === 'cursor' && page[side]?.[index]);
  return sql`${value}::${raw(typeOf(kind, [stored]))}`;
}

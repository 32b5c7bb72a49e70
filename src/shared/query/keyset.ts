import sql, { type Sql, join, raw } from 'sql-template-tag';
import type { Kind } from './attribute.js';
import { kindOf, mayBeNull } from './column.js';
import { castValue } from './filter/cast.js';
import type { Position } from './list-query.js';
import type { OrderKey } from './order.js';

/** A row's place in the order, as an array of texts from which PostgreSQL reads the very same values again. */
export function compilePosition(keys: readonly OrderKey[]): Sql {
  const texts = keys.map(({ leaf, value }) => toText(kindOf(leaf), value));
  return sql`ARRAY[${join(texts, ', ')}]`;
}

/** The rows that come after a position in the order of the keys; reversed: those that come before it. */
export function compileBeyond(keys: readonly OrderKey[], position: Position, reversed: boolean): Sql {
  const bounds = keys.map((key, index) => compileBound(key, position[index] ?? null, reversed));
  const [first] = keys;
  const isPlain = keys.every((key) => !mayBeNull(key.leaf) && key.descending === first?.descending);
  return isPlain && first ? compareRows(keys, position, signOf(first, reversed)) : chain(bounds);
}

/** One comparison, which a search in an index begins with as it stands. */
function compareRows(keys: readonly OrderKey[], position: Position, sign: Sql): Sql {
  const values = keys.map(({ value }) => value);
  const bounds = keys.map(({ leaf }, index) => parameter(kindOf(leaf), position[index] ?? ''));
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
function compileBound(key: OrderKey, stored: string | null, reversed: boolean): Bound {
  const { leaf, value } = key;
  const isNull = sql`(${value} IS NULL)`;
  if (stored === null) {
    const beyond = reversed ? sql`(${value} IS NOT NULL)` : raw('FALSE');
    return { beyond, equal: isNull, search: reversed ? null : isNull };
  }
  const bound = parameter(kindOf(leaf), stored);
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

/** JavaScript's numbers are PostgreSQL's float8, to the last bit. */
const parameter = (kind: Kind, stored: string): Sql =>
  castValue(kind, kind === 'decimal' ? Number(stored) : stored);

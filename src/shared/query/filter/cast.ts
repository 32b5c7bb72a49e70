import sql, { type Sql, raw } from 'sql-template-tag';
import type { Kind } from '../attribute.js';
import type { Scalar } from './filter.js';

const MOST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);

const TYPES: Readonly<Record<Exclude<Kind, 'integer'>, string>> = {
  text: 'text',
  names: 'text',
  uuid: 'uuid',
  decimal: 'float8',
  time: 'timestamptz',
  date: 'date',
  boolean: 'boolean',
  json: 'jsonb',
};

/** A parameter of the type that an index on such a column is searched with. */
export function castValue(kind: Kind, value: Scalar): Sql {
  return sql`${value}::${raw(typeOf(kind, [value]))}`;
}

/** An array parameter, likewise. */
export function castList(kind: Kind, values: readonly Scalar[]): Sql {
  return sql`${values}::${raw(typeOf(kind, values))}[]`;
}

/** PostgreSQL's type of values. A whole number that no column can hold still compares: everything is less than it. */
export function typeOf(kind: Kind, values: readonly Scalar[]): string {
  if (kind !== 'integer') return TYPES[kind];
  return values.every(fitsBigint) ? 'bigint' : 'numeric';
}

function fitsBigint(value: Scalar): boolean {
  const number = BigInt(value);
  return number >= LEAST && number <= MOST;
}

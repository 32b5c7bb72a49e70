import { type Column, ignoresCase, kindOf } from '../column.js';
import type { Filter, Scalar } from './filter.js';
import { dayOf } from '../../values/instant.js';
import type { Comparison } from './operators.js';
import { type Place, fault } from './place.js';
import type { RawValue } from './raw-node.js';
import { readValue } from './read-value.js';

type Day = NonNullable<ReturnType<typeof dayOf>>;

export function checkComparison(column: Column, op: Comparison, raw: RawValue): Filter {
  if (raw.value === null) return checkNull(column, op, raw.at);
  const day = readDay(column, raw);
  if (day) return compareDay(column, op, day);
  return { is: 'comparison', column, op, value: valueFor(column, raw) };
}

export function checkMembership(
  column: Column,
  negated: boolean,
  raws: readonly RawValue[],
  at: Place,
): Filter {
  if (raws.length === 0) throw fault(at, 'A list has at least one value.');
  const days = raws.map((raw) => readDay(column, raw)).filter((day) => day !== null);
  const others = raws.filter((raw) => !readDay(column, raw)).map((raw) => valueFor(column, raw));
  const within = days.map((day) => compareDay(column, 'eq', day));
  const members: Filter[] = others.length > 0 ? [{ is: 'membership', column, values: others }] : [];
  const found: Filter = { is: 'or', of: [...members, ...within] };
  return negated ? { is: 'not', of: found } : found;
}

/** Both ends are included; a day is so from its first instant to its last. */
export function checkRange(column: Column, raws: readonly RawValue[], at: Place): Filter {
  const [low, high, more] = raws;
  if (!low || !high || more) throw fault(at, '"between" needs two values, the low and the high one.');
  refuseNull(low);
  refuseNull(high);
  return { is: 'and', of: [checkComparison(column, 'ge', low), checkComparison(column, 'le', high)] };
}

/** The value for a column, as it was written. Throws BadParameter. */
export function writtenValue(column: Column, raw: RawValue): Scalar {
  refuseNull(raw);
  return readValue(kindOf(column.leaf), raw);
}

/** The value for a column, in its stored spelling. Throws BadParameter. */
function valueFor(column: Column, raw: RawValue): Scalar {
  const value = writtenValue(column, raw);
  if (column.leaf.is !== 'attribute' || typeof value !== 'string') return value;
  const { synonyms = {} } = column.leaf.attribute;
  const spelled = ignoresCase(column.leaf) ? value.toLowerCase() : value;
  return Object.hasOwn(synonyms, spelled) ? (synonyms[spelled] ?? value) : value;
}

function refuseNull({ value, at }: RawValue): void {
  if (value === null) throw fault(at, 'Here stands no null; use "is_null" or "is_not_null".');
}

function checkNull(column: Column, op: Comparison, at: Place): Filter {
  const isSet = kindOf(column.leaf) === 'names';
  if (isSet || (op !== 'eq' && op !== 'ne')) throw fault(at, `"${op}" needs a value, not null.`);
  return { is: 'absence', column, negated: op === 'ne' };
}

function readDay(column: Column, { value }: RawValue): Day | null {
  return kindOf(column.leaf) === 'time' && typeof value === 'string' ? dayOf(value) : null;
}

/** A day in UTC, compared with an instant: within it, after all of it, before all of it. */
function compareDay(column: Column, op: Comparison, [start, next]: Day): Filter {
  const compare = (how: Comparison, value: string): Filter => ({ is: 'comparison', column, op: how, value });
  switch (op) {
    case 'eq':
      return { is: 'and', of: [compare('ge', start), compare('lt', next)] };
    case 'ne':
      return { is: 'or', of: [compare('lt', start), compare('ge', next)] };
    case 'gt':
      return compare('ge', next);
    case 'ge':
      return compare('ge', start);
    case 'lt':
      return compare('lt', start);
    case 'le':
      return compare('lt', next);
  }
}

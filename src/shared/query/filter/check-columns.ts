import type { Kind } from '../attribute.js';
import { type Column, kindOf } from '../column.js';
import type { Filter } from './filter.js';
import type { Operator } from './operators.js';
import { type Place, fault } from './place.js';

/** Two columns compare where their kinds do; a day and an instant do not, for want of a zone. */
export function checkColumns(operator: Operator, column: Column, other: Column, at: Place): Filter {
  const { work, name } = operator;
  if (work.by !== 'comparison') throw fault(at, `"${name}" needs a value, not a field.`);
  const [kind, with_] = [kindOf(column.leaf), kindOf(other.leaf)];
  if (kind === 'names' || familyOf(kind) !== familyOf(with_)) {
    throw fault(at, `A field that is ${kind} does not compare with one that is ${with_}.`);
  }
  return { is: 'columns', column, op: work.op, other };
}

const familyOf = (kind: Kind): Kind => (kind === 'decimal' ? 'integer' : kind);

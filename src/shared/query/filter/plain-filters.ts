import type { Pair } from '../flat-pairs.js';
import type { Lens } from '../lens.js';
import type { Resource } from '../resource.js';
import { checkFilter } from './check.js';
import type { Filter } from './filter.js';
import { operatorNamed } from './operators.js';
import type { Place } from './place.js';

/** Reads the parameters that a resource makes short for conditions: `loanedto=bob`. Throws BadParameter by their names. */
export function parsePlainFilters(lens: Lens, resource: Resource, pairs: readonly Pair[]): readonly Filter[] {
  return pairs.flatMap(([parameter, text]) => {
    const short = resource.plainFilters?.[parameter];
    const operator = short && operatorNamed(short.op);
    if (!operator) return [];
    const at: Place = { parameter, meta: { offset: 0 } };
    const value = { value: text, loose: true, at };
    return checkFilter(lens, resource, {
      is: 'test',
      field: { name: short.field, at },
      operator,
      operand: { is: 'value', value },
      at,
    });
  });
}

import { type Sql, join, raw } from 'sql-template-tag';
import type { Column } from '../column.js';
import type { Joins } from '../joins.js';
import type { Scalar } from './filter.js';

/**
 * Whether a derived attribute has one of these values, asked of the columns that it is derived from, so that their
 * indexes answer. Null where it has no such cases, or is another record's: that one may have to be hidden.
 */
export function compileCases({ steps, leaf }: Column, values: readonly Scalar[], joins: Joins): Sql | null {
  if (leaf.is !== 'attribute' || !leaf.attribute.cases || steps.length > 0) return null;
  const { cases } = leaf.attribute;
  const conditions = values
    .map(String)
    .map((value) => (Object.hasOwn(cases, value) ? cases[value] : undefined));
  const either = conditions.map((condition) => condition?.(joins.row) ?? raw('FALSE'));
  return join(either, ' OR ', '(', ')');
}

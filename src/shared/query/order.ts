import sql, { type Sql, join } from 'sql-template-tag';
import { type Leaf, kindOf, leafNamed, mayBeNull } from './column.js';
import type { Joins } from './joins.js';
import type { Lens } from './lens.js';
import type { SortKey } from './list-query.js';
import type { Resource } from './resource.js';

/** The order of a list, in which no two records are equal: ties are broken by id, in the direction of the last key. */
export function compileOrder(lens: Lens, resource: Resource, sort: readonly SortKey[], joins: Joins): Sql {
  const keys = sort.some((key) => key.name === 'id')
    ? sort
    : [...sort, { name: 'id', descending: sort.at(-1)?.descending ?? false }];
  return join(
    keys.map((key) => compileSortKey(leafNamed(lens, resource, key.name), key.descending, joins)),
    ', ',
  );
}

/** Nulls last. That is said only where it changes something: PostgreSQL's indexes know an order with or without it. */
function compileSortKey(leaf: Leaf, descending: boolean, joins: Joins): Sql {
  const value = orderOf(leaf, joins);
  if (!descending) return value;
  return mayBeNull(leaf) ? sql`${value} DESC NULLS LAST` : sql`${value} DESC`;
}

function orderOf(leaf: Leaf, joins: Joins): Sql {
  if (leaf.is === 'attribute' && leaf.attribute.order) return leaf.attribute.order(joins.row);
  const value = joins.value({ steps: [], leaf });
  return kindOf(leaf) === 'text' ? sql`${value} COLLATE "C"` : value;
}

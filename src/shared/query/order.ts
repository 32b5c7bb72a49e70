import sql, { type Sql, join } from 'sql-template-tag';
import { type Leaf, kindOf, leafNamed, mayBeNull } from './column.js';
import type { Joins } from './joins.js';
import type { Lens } from './lens.js';
import type { SortKey } from './list-query.js';
import type { Resource } from './resource.js';

/** One of the values that rows are ordered by. */
export interface OrderKey {
  readonly leaf: Leaf;
  readonly value: Sql;
  readonly descending: boolean;
}

/** An order in which no two records are equal: ties are broken by id, in the direction of the last key. */
export function totalOrder(sort: readonly SortKey[]): readonly SortKey[] {
  const hasId = sort.some((key) => key.name === 'id');
  return hasId ? sort : [...sort, { name: 'id', descending: sort.at(-1)?.descending ?? false }];
}

/** What the rows of a list are ordered by, the id among it. */
export function orderKeys(
  lens: Lens,
  resource: Resource,
  sort: readonly SortKey[],
  joins: Joins,
): readonly OrderKey[] {
  return totalOrder(sort).map(({ name, descending }) => {
    const leaf = leafNamed(lens, resource, name);
    return { leaf, value: orderOf(leaf, joins), descending };
  });
}

/** The order of a list, or the very reverse of it. */
export function compileOrder(keys: readonly OrderKey[], reversed: boolean): Sql {
  return join(
    keys.map((key) => compileKey(key, reversed)),
    ', ',
  );
}

/** Nulls last. That is said only where it changes something: PostgreSQL's indexes know an order with or without it. */
function compileKey({ leaf, value, descending }: OrderKey, reversed: boolean): Sql {
  const nulls = mayBeNull(leaf);
  if (descending !== reversed) return nulls && !reversed ? sql`${value} DESC NULLS LAST` : sql`${value} DESC`;
  return nulls && reversed ? sql`${value} NULLS FIRST` : value;
}

function orderOf(leaf: Leaf, joins: Joins): Sql {
  if (leaf.is === 'attribute' && leaf.attribute.order) return leaf.attribute.order(joins.row);
  const value = joins.value({ steps: [], leaf });
  return kindOf(leaf) === 'text' ? sql`${value} COLLATE "C"` : value;
}

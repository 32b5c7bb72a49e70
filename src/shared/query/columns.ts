import sql, { type Sql, join, raw } from 'sql-template-tag';
import { toOnes } from './catalog.js';
import { type Leaf, kindOf, leafNamed } from './column.js';
import type { Joins } from './joins.js';
import type { Lens } from './lens.js';
import type { OneQuery } from './list-query.js';
import type { Resource } from './resource.js';

/** Beside a record's own columns: the key of the record that a relationship names, where an include follows it. */
export const linkKey = (name: string): string => `#key:${name}`;

/** The columns that a client asked for, and a key for each relationship that an include follows. */
export function compileColumns(lens: Lens, resource: Resource, joins: Joins, query: OneQuery): Sql {
  const fields = query.fields.get(resource.type);
  const names = [...Object.keys(resource.attributes), ...toOnes(resource).map(([name]) => name)];
  const shown = names.filter((name) => fields?.has(name) ?? true);
  const columns = ['id', ...shown].map((name) => compileColumn(leafNamed(lens, resource, name), joins));
  const followed = toOnes(resource).filter(([name]) => query.include?.some((path) => path[0] === name));
  const keys = followed.map(
    ([name, relationship]) => sql`${relationship.key(joins.row, joins.viewer)} AS "${raw(linkKey(name))}"`,
  );
  return join([...columns, ...keys], ', ');
}

/** As JavaScript wants it: numbers as numbers, whatever width PostgreSQL gave them, and ids as text. */
function compileColumn(leaf: Leaf, joins: Joins): Sql {
  const value = joins.value({ steps: [], leaf });
  return sql`${as(leaf, value)} AS "${raw(leaf.name)}"`;
}

function as(leaf: Leaf, value: Sql): Sql {
  const kind = kindOf(leaf);
  if (kind !== 'integer' && kind !== 'decimal') return value;
  return leaf.is === 'attribute' ? sql`(${value})::float8` : sql`(${value})::text`;
}

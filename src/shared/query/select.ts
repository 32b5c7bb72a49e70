import sql, { type Sql, empty, join, raw } from 'sql-template-tag';
import { toOnes } from './catalog.js';
import { type Leaf, kindOf, leafOf, mayBeNull } from './column.js';
import { compileFilter } from './filter/compile.js';
import { Joins } from './joins.js';
import type { Lens } from './lens.js';
import type { ListQuery, OneQuery, SortKey } from './list-query.js';
import type { Resource, ToMany } from './resource.js';

/** A condition on the row with the given alias. */
export type Condition = (row: Sql) => Sql;

export interface PageOptions {
  /** A SELECT that stands for the table, for computed resources; the query's filter is then its own affair. */
  readonly source?: Sql;
  /** A further condition on the rows of the list: those that belong to one parent. */
  readonly scope?: Condition;
}

/** Beside a page's own columns: the true count of rows. */
export const COUNT = '#count';
/** Beside one record's own columns: whether the viewer may read it. */
export const VISIBLE = '#visible';
/** Beside a record's own columns: the key that relationships know it by. */
export const KEY = '#key';
/** Beside a record's own columns: the key of the record that a relationship names, where an include follows it. */
export const linkKey = (name: string): string => `#key:${name}`;

const ROW = raw('t');

/**
 * One statement for one page: the rows in order, and beside each the count of all rows. A page without rows is a single
 * row whose `id` is null, so that the count is told even then.
 */
export function compilePage(
  lens: Lens,
  resource: Resource,
  query: ListQuery,
  options: PageOptions = {},
): Sql {
  const counting = new Joins(resource, ROW, lens.viewer);
  const counted = compileConditions(counting, resource, query, options);
  const paging = new Joins(resource, ROW, lens.viewer);
  const where = compileConditions(paging, resource, query, options);
  const columns = compileColumns(lens, resource, paging, query);
  const order = compileOrder(lens, resource, query.sort, paging);
  const from = options.source ? raw('source') : raw(resource.table);
  // A nested loop over the single count keeps the order of the page: no other plan joins on TRUE.
  return sql`${options.source ? sql`WITH source AS MATERIALIZED (${options.source}) ` : empty}
SELECT c.count AS "${raw(COUNT)}", p.* FROM (
  SELECT count(*)::int AS count FROM ${from} AS ${ROW} ${counting.toSql(counted)} WHERE ${counted}
) AS c LEFT JOIN (
  SELECT ${columns} FROM ${from} AS ${ROW} ${paging.toSql(where, columns, order)} WHERE ${where}
  ORDER BY ${order} LIMIT ${query.page.limit} OFFSET ${query.page.offset}
) AS p ON TRUE`;
}

/** One record that fits the condition, whoever may read it, and whether this viewer may. */
export function compileOne(lens: Lens, resource: Resource, condition: Condition, query: OneQuery): Sql {
  const joins = new Joins(resource, ROW, lens.viewer);
  const columns = compileColumns(lens, resource, joins, query);
  const visible = resource.visibleTo(lens.viewer, ROW);
  const where = condition(ROW);
  return sql`SELECT ${columns}, ${ROW}.${raw(resource.key)} AS "${raw(KEY)}", coalesce((${visible}), FALSE) AS "${raw(VISIBLE)}"
FROM ${raw(resource.table)} AS ${ROW} ${joins.toSql(columns, visible, where)} WHERE ${where} LIMIT 1`;
}

/** The records with these keys that the viewer may read. */
export function compileByKeys(
  lens: Lens,
  resource: Resource,
  keys: readonly unknown[],
  query: OneQuery,
): Sql {
  const joins = new Joins(resource, ROW, lens.viewer);
  const columns = compileColumns(lens, resource, joins, query);
  const visible = resource.visibleTo(lens.viewer, ROW);
  return sql`SELECT ${columns}, ${ROW}.${raw(resource.key)} AS "${raw(KEY)}"
FROM ${raw(resource.table)} AS ${ROW} ${joins.toSql(columns, visible)} WHERE ${ROW}.${raw(resource.key)} = ANY(${keys}) AND (${visible})`;
}

/** The record with an id that `parseId` let through. */
export function hasId(resource: Resource, id: string): Condition {
  const { column, kind, ignoreCase } = resource.id;
  if (kind === 'integer') return (row) => sql`${row}.${raw(column)} = ${id}::bigint`;
  if (ignoreCase) return (row) => sql`lower(${row}.${raw(column)}) = lower(${id}::text)`;
  return (row) => sql`${row}.${raw(column)} = ${id}::text`;
}

export function hasKey(resource: Resource, key: unknown): Condition {
  return (row) => sql`${row}.${raw(resource.key)} = ${key}`;
}

/** The rows that belong, by a to-many relationship, to the record with this key. */
export function isParent(resource: Resource, key: unknown, { on }: ToMany): Condition {
  const [table, parent] = [raw(resource.table), raw('parent')];
  return (row) =>
    sql`EXISTS (SELECT 1 FROM ${table} AS ${parent} WHERE ${hasKey(resource, key)(parent)} AND ${on(parent, row)})`;
}

function compileConditions(
  joins: Joins,
  resource: Resource,
  { filter }: ListQuery,
  { source, scope }: PageOptions,
): Sql {
  const conditions = [sql`(${resource.visibleTo(joins.viewer, joins.row)})`];
  if (scope) conditions.push(sql`(${scope(joins.row)})`);
  if (filter && !source) conditions.push(compileFilter(filter, joins));
  return join(conditions, ' AND ');
}

/** The columns that a client asked for, and a key for each relationship that an include follows. */
function compileColumns(lens: Lens, resource: Resource, joins: Joins, query: OneQuery): Sql {
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

function compileOrder(lens: Lens, resource: Resource, sort: readonly SortKey[], joins: Joins): Sql {
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

function leafNamed(lens: Lens, resource: Resource, name: string): Leaf {
  const leaf = leafOf(resource, name, lens.catalog);
  if (!leaf) throw new Error(`"${resource.type}" has no field "${name}".`);
  return leaf;
}

import sql, { type Sql, empty, join, raw } from 'sql-template-tag';
import { compileColumns } from './columns.js';
import type { Condition } from './condition.js';
import { compileFilter } from './filter/compile.js';
import { Joins } from './joins.js';
import type { Lens } from './lens.js';
import type { ListQuery, OneQuery } from './list-query.js';
import { compileOrder, orderKeys } from './order.js';
import type { Parameter } from './parameter.js';
import { type Resource, type Viewer, versionOf } from './resource.js';
import { parseSort } from './sort-param.js';
import { compileBounds, compileCursorColumn, compileReading } from './window.js';

export interface PageOptions {
  readonly source?: Source;
  readonly scope?: Scope;
}

/** A SELECT that stands for the table, for computed resources; the query's filter is then its own affair. */
export interface Source {
  /** Tells it from other ones of the same resource. */
  readonly name: string;
  readonly select: (viewer: Viewer) => Sql;
}

/** A further condition on the rows of a list: those that belong to one record. */
export interface Scope {
  /** Tells it from other ones of the same resource. */
  readonly name: string;
  /** Holds for rows that belong to the record with the given key. */
  readonly condition: Condition;
  readonly key: unknown;
}

/** Beside a page's own columns: the true count of rows. */
export const COUNT = '#count';
/** Beside one record's own columns: whether the viewer may read it. */
export const VISIBLE = '#visible';
/** Beside a record's own columns: the key that relationships know it by. */
export const KEY = '#key';

/** Beside one record's own columns: how often it was changed, where its resource is versioned. */
export const VERSION = '#version';

const ROW = raw('t');

/**
 * One statement for one page: its rows as they are read, and beside each the count of all rows. A counted page without
 * rows is a single row whose `id` is null, so that the count is told even then.
 */
export function compilePage(
  lens: Lens,
  resource: Resource,
  query: ListQuery,
  options: PageOptions = {},
): Sql {
  const { source } = options;
  const rows = compileRows(lens, resource, query, options);
  const page = query.page.counted ? besideCount(rows, compileCount(lens, resource, query, options)) : rows;
  return source ? sql`WITH source AS MATERIALIZED (${source.select(lens.viewer)}) ${page}` : page;
}

/** A nested loop over the single count keeps the order of the page: no other plan joins on TRUE. */
const besideCount = (rows: Sql, count: Sql): Sql => sql`
SELECT c.count AS "${raw(COUNT)}", p.* FROM (${count}) AS c LEFT JOIN (${rows}) AS p ON TRUE`;

function compileCount(lens: Lens, resource: Resource, query: ListQuery, options: PageOptions): Sql {
  const isWhole = !query.filter && !options.scope && !options.source;
  if (isWhole && resource.tally) return sql`SELECT ${resource.tally(lens.viewer)} AS count`;
  const joins = new Joins(resource, ROW, lens.viewer);
  const where = compileConditions(joins, resource, query, options);
  return sql`SELECT count(*)::int AS count FROM ${from(resource, options)} ${joins.toSql(where)} WHERE ${where}`;
}

function compileRows(lens: Lens, resource: Resource, query: ListQuery, options: PageOptions): Sql {
  const joins = new Joins(resource, ROW, lens.viewer);
  const keys = orderKeys(lens, resource, query.sort, joins);
  const columns = sql`${compileColumns(lens, resource, joins, query)}${compileCursorColumn(query.page, keys)}`;
  const conditions = compileConditions(joins, resource, query, options);
  const where = join([conditions, ...compileBounds(query.page, keys)], ' AND ');
  const reading = compileReading(query.page, keys);
  return sql`SELECT ${columns} FROM ${from(resource, options)} ${joins.toSql(where, columns, reading)} WHERE ${where} ${reading}`;
}

const from = ({ table }: Resource, { source }: PageOptions): Sql =>
  sql`${raw(source ? 'source' : table)} AS ${ROW}`;

/** One record that fits the condition, whoever may read it, and whether this viewer may. */
export function compileOne(lens: Lens, resource: Resource, condition: Condition, query: OneQuery): Sql {
  const joins = new Joins(resource, ROW, lens.viewer);
  const columns = compileColumns(lens, resource, joins, query);
  const visible = resource.visibleTo(lens.viewer, ROW);
  const where = condition(ROW);
  const version = resource.versioned
    ? sql`${versionOf(resource, ROW, lens.viewer)} AS "${raw(VERSION)}", `
    : empty;
  return sql`SELECT ${columns}, ${version}${ROW}.${raw(resource.key)} AS "${raw(KEY)}", coalesce((${visible}), FALSE) AS "${raw(VISIBLE)}"
FROM ${raw(resource.table)} AS ${ROW} ${joins.toSql(columns, visible, where)} WHERE ${where} LIMIT 1`;
}

/** The records with these keys that the viewer may read. */
export function compileByKeys(
  lens: Lens,
  resource: Resource,
  keys: readonly unknown[] | Parameter,
  query: OneQuery,
): Sql {
  const joins = new Joins(resource, ROW, lens.viewer);
  const columns = compileColumns(lens, resource, joins, query);
  const visible = resource.visibleTo(lens.viewer, ROW);
  return sql`SELECT ${columns}, ${ROW}.${raw(resource.key)} AS "${raw(KEY)}"
FROM ${raw(resource.table)} AS ${ROW} ${joins.toSql(columns, visible)} WHERE ${ROW}.${raw(resource.key)} = ANY(${keys}) AND (${visible})`;
}

/**
 * All records that fit the condition, whoever may read them, in the order of their lists: for those who walk them all.
 * @param further columns of the table that the resource does not name
 */
export function compileAll(
  lens: Lens,
  resource: Resource,
  condition: Condition,
  query: OneQuery,
  further: readonly string[] = [],
): Sql {
  const joins = new Joins(resource, ROW, lens.viewer);
  const named = compileColumns(lens, resource, joins, query);
  const columns = join([named, ...further.map((name) => sql`${ROW}.${raw(name)}`)], ', ');
  const order = compileOrder(orderKeys(lens, resource, parseSort(lens, resource, null), joins), false);
  const where = condition(ROW);
  return sql`SELECT ${columns} FROM ${raw(resource.table)} AS ${ROW} ${joins.toSql(columns, where, order)} WHERE ${where} ORDER BY ${order}`;
}

function compileConditions(
  joins: Joins,
  resource: Resource,
  { filter }: ListQuery,
  { source, scope }: PageOptions,
): Sql {
  const conditions = [sql`(${resource.visibleTo(joins.viewer, joins.row)})`];
  if (scope) conditions.push(sql`(${scope.condition(joins.row)})`);
  if (filter && !source) conditions.push(compileFilter(filter, joins));
  return join(conditions, ' AND ');
}

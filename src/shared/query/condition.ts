import sql, { type Sql, raw } from 'sql-template-tag';
import type { Parameter } from './parameter.js';
import type { Resource, ToMany } from './resource.js';

/** A condition on the row with the given alias. */
export type Condition = (row: Sql) => Sql;

/** The record with an id that `parseId` let through. */
export function hasId(resource: Resource, id: string | Parameter): Condition {
  const { column, kind, ignoreCase } = resource.id;
  if (kind === 'integer') return (row) => sql`${row}.${raw(column)} = ${id}::bigint`;
  if (kind === 'uuid') return (row) => sql`${row}.${raw(column)} = ${id}::uuid`;
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

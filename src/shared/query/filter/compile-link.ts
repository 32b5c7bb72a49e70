import sql, { type Sql, raw } from 'sql-template-tag';
import { type Column, ignoresCase } from '../column.js';
import type { Joins } from '../joins.js';
import { castList } from './cast.js';
import type { Scalar } from './filter.js';

/** No record has this key. */
const NOBODY = raw(`'00000000-0000-0000-0000-000000000000'::uuid`);

/**
 * Whether a relationship leads to one of these ids, asked of its foreign key, so that the key's index answers. An id
 * that does not exist becomes the key of nobody, not null: under NOT it must be true that the record is another's.
 * Null where the column is no relationship, or the id is the key itself.
 */
export function compileLink({ steps, leaf }: Column, ids: readonly Scalar[], joins: Joins): Sql | null {
  if (leaf.is !== 'link') return null;
  const { resource } = leaf.step;
  if (resource.key === resource.id.column) return null;
  const key = joins.key(steps, leaf.step);
  const [table, keyColumn] = [raw(resource.table), raw(resource.key)];
  const id = ignoresCase(leaf) ? sql`lower(${raw(resource.id.column)})` : raw(resource.id.column);
  const [only, second] = ids;
  if (second === undefined) {
    return sql`(${key} = coalesce((SELECT ${keyColumn} FROM ${table} WHERE ${id} = ${folded(leaf, sql`${only}::text`)}), ${NOBODY}))`;
  }
  const wanted = sql`SELECT ${folded(leaf, raw('v'))} FROM unnest(${castList('text', ids)}) AS v`;
  return sql`(${key} = ANY(ARRAY(SELECT ${keyColumn} FROM ${table} WHERE ${id} IN (${wanted})) || ${NOBODY}))`;
}

const folded = (leaf: Column['leaf'], value: Sql): Sql => (ignoresCase(leaf) ? sql`lower(${value})` : value);

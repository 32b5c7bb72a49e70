import type pg from 'pg';
import { dependencyOrder, type Reference } from './dependency-order.js';
import type { Sequence, Table } from './format.js';

type Asks = Pick<pg.Client, 'query'>;

/** TypeORM's list of what was migrated is told by names; the queue's tables are in a schema of their own. */
const LIST_OF_MIGRATIONS = 'migrations';

/** The tables that outlive a crash, in an order in which none refers to a later one. */
export async function tablesOf(client: Asks): Promise<readonly Table[]> {
  const { rows: tables } = await client.query<Table>(
    `SELECT relname::text AS name, ARRAY(
       SELECT attname::text FROM pg_attribute
       WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns
     FROM pg_class c
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relpersistence = 'p'
       AND relname <> $1 AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
     ORDER BY relname`,
    [LIST_OF_MIGRATIONS],
  );
  const { rows: references } = await client.query<Reference>(
    `SELECT child.relname::text AS "from", parent.relname::text AS "to"
     FROM pg_constraint JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
     WHERE contype = 'f' AND connamespace = current_schema()::regnamespace`,
  );
  const order = dependencyOrder(
    tables.map(({ name }) => name),
    references,
  );
  return order.flatMap((name) => tables.filter((table) => table.name === name));
}

/** How far each has counted, which is not part of any snapshot: never less than what a snapshot shows. */
export async function sequencesOf(client: Asks): Promise<readonly Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `SELECT sequencename::text AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = current_schema() AND sequencename <> $1 || '_id_seq' ORDER BY sequencename`,
    [LIST_OF_MIGRATIONS],
  );
  return rows;
}

/** The names of the migrations that have made the schema; null where there is none of ours. */
export async function migrationsOf(client: Asks): Promise<readonly string[] | null> {
  const { rows: found } = await client.query<{ readonly there: boolean }>(
    'SELECT to_regclass(quote_ident($1)) IS NOT NULL AS there',
    [LIST_OF_MIGRATIONS],
  );
  if (!found[0]?.there) return null;
  const { rows } = await client.query<{ readonly name: string }>(
    `SELECT name FROM ${LIST_OF_MIGRATIONS} ORDER BY timestamp`,
  );
  return rows.map(({ name }) => name);
}

/** The columns of a table as COPY wants them: `"users" ("id", "username")`. */
export const copied = ({ name, columns }: Table): string =>
  `${quoted(name)} (${columns.map(quoted).join(', ')})`;

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

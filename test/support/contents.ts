import pg from 'pg';
import { describeSchema } from './schema.js';

/** All that a database of Kitroom holds, to compare with what another one does. */
export interface Contents {
  /** By table, as PostgreSQL prints them, in the order of that text. */
  readonly rows: Readonly<Record<string, readonly string[]>>;
  readonly sequences: Readonly<Record<string, string | null>>;
  readonly migrations: readonly string[];
  /** With their triggers, and whether these are switched on. */
  readonly schema: readonly string[];
}

/** As they are at one moment. Limits that are counted at this moment are not kept by anybody. */
export async function contentsOf(url: string): Promise<Contents> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    const tables = await column(
      client,
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
         AND relname NOT IN ('migrations', 'rate_limits') ORDER BY relname`,
    );
    const rows: Record<string, readonly string[]> = {};
    for (const table of tables)
      rows[table] = await column(client, `SELECT t::text FROM ${table} t ORDER BY t::text`);
    const { rows: sequences } = await client.query<{ name: string; last: string | null }>(
      `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
       WHERE schemaname = 'public' AND sequencename NOT LIKE 'migrations%'`,
    );
    const triggers = await column(
      client,
      `SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
       WHERE NOT tgisinternal AND tgrelid::regclass::text NOT LIKE 'graphile%' ORDER BY 1`,
    );
    return {
      rows,
      sequences: Object.fromEntries(sequences.map(({ name, last }) => [name, last])),
      migrations: await column(client, 'SELECT name FROM migrations ORDER BY timestamp'),
      schema: [...(await describeSchema(client)), ...triggers],
    };
  } finally {
    await client.end();
  }
}

/** The names of all tables; none in a database that nobody has used. */
export async function tablesIn(url: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await column(
      client,
      `SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
       WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY relname`,
    );
  } finally {
    await client.end();
  }
}

async function column(client: pg.Client, statement: string): Promise<readonly string[]> {
  const { rows } = await client.query<[string]>({ text: statement, rowMode: 'array' });
  return rows.map(([value]) => value);
}

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Counts } from './back-up.js';
import { BackupError } from './backup-error.js';
import type { BackupReader } from './backup-reader.js';
import type { Table } from './format.js';
import { PLAIN_TEXT } from './plain-text.js';
import { copied, quoted, tablesOf } from './schema.js';

/** Fills the tables of a schema, in the transaction that made it, with exactly what a backup has. */
export async function load(
  client: pg.PoolClient,
  reader: BackupReader,
  signal?: AbortSignal,
): Promise<Counts> {
  const { tables, sequences } = await reader.header();
  await refuseMisfit(client, tables);
  await client.query(PLAIN_TEXT);
  const triggers = await triggersOf(client, tables);
  // What they would do was done when these rows were first written.
  for (const { table } of triggers) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${tables.map(({ name }) => quoted(name)).join(', ')}`);
  const counts: Record<string, number> = {};
  for (const table of tables) counts[table.name] = await loadTable(client, table, reader, signal);
  refuseOthers(counts, (await reader.trailer()).rows);
  for (const { table, name, mode } of triggers)
    await client.query(`ALTER TABLE ${table} ${mode} TRIGGER ${name}`);
  for (const { name, last } of sequences) {
    if (last !== null) await client.query('SELECT setval(quote_ident($1)::regclass, $2)', [name, last]);
  }
  return counts;
}

async function loadTable(
  client: pg.PoolClient,
  table: Table,
  reader: BackupReader,
  signal?: AbortSignal,
): Promise<number> {
  const target = client.query(copyFrom(`COPY ${copied(table)} FROM STDIN`));
  await pipeline(Readable.from(reader.table()), target, { signal });
  return target.rowCount;
}

interface Trigger {
  readonly table: string;
  readonly name: string;
  /** How it is switched on again. */
  readonly mode: string;
}

async function triggersOf(client: pg.PoolClient, tables: readonly Table[]): Promise<readonly Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `SELECT quote_ident(relname) AS table, quote_ident(tgname) AS name,
       CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END AS mode
     FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND tgenabled <> 'D' AND relnamespace = current_schema()::regnamespace AND relname = ANY ($1)`,
    [tables.map(({ name }) => name)],
  );
  return rows;
}

async function refuseMisfit(client: pg.PoolClient, tables: readonly Table[]): Promise<void> {
  const own = new Set((await tablesOf(client)).map(shape));
  const strange = tables.find((table) => !own.has(shape(table)));
  if (strange || own.size !== tables.length) {
    throw new BackupError(
      'Its tables are not those of the Kitroom that it says it is from: nothing was changed.',
    );
  }
}

const shape = ({ name, columns }: Table): string => JSON.stringify([name, [...columns].sort()]);

function refuseOthers(counts: Counts, expected: Counts): void {
  const short = Object.keys(counts).find((name) => counts[name] !== expected[name]);
  if (short !== undefined) throw new BackupError(`It is damaged: rows of ${short} are missing.`);
}

import type { Client } from 'pg';

interface Structure {
  readonly drop: string;
  readonly make: string;
}

/**
 * Does some work while tables have neither the indexes and foreign keys that they can do without nor triggers for single
 * rows, and makes all of those again as they were: a million rows are sorted and checked at once several times as fast as
 * one by one. Primary keys stay, and so do triggers for whole statements, which count rows. For tables that nobody else
 * uses: until the work is done they are slow, and unguarded.
 */
export async function withBareTables(
  client: Client,
  tables: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const triggers = await structures(client, ROW_TRIGGERS, tables);
  const foreignKeys = await structures(client, FOREIGN_KEYS, tables);
  const indexes = await structures(client, INDEXES, tables);
  for (const { drop } of [...triggers, ...foreignKeys, ...indexes]) await client.query(drop);
  await work();
  for (const { make } of [...indexes, ...foreignKeys, ...triggers]) await client.query(make);
}

async function structures(
  client: Client,
  statement: string,
  tables: readonly string[],
): Promise<readonly Structure[]> {
  const { rows } = await client.query<Structure>(statement, [tables]);
  return rows;
}

const ROW_TRIGGERS = `
  SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) AS drop,
    format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname) AS make
  FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 1 = 1 AND tgrelid::regclass::text = ANY ($1)`;

const FOREIGN_KEYS = `
  SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
  FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1)`;

/** Those of constraints are not meant: there the constraint goes, or stays. */
const INDEXES = `
  SELECT format('DROP INDEX %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS make
  FROM pg_index
  WHERE indrelid::regclass::text = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`;

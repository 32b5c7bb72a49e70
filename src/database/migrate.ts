import pg from 'pg';
import { DataSource } from 'typeorm';
import { patientConnection } from './data-source-options.js';
import { provideSearchIndexes } from './search-indexes.js';

/** Any number of ours: it keeps two starting processes from migrating at once. */
export const MIGRATION_LOCK = 5_490_366_201;
const OLDEST_SERVER = 140_000;

/** The start was stopped by the database that was given; the message says what it lacks. */
export class UnfitDatabaseError extends Error {}

/**
 * Brings a database up to date, one process at a time: our migrations, the indexes for searches where the server offers
 * them, then the migrations of `others` (the job queue's).
 * Refuses a server older than PostgreSQL 14 and a database that does not fold the case of letters such as É.
 */
export async function migrate(url: string, ...others: ((url: string) => Promise<void>)[]): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'kitroom migrations' });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseUnfit(client);
    await runOurs(url);
    await provideSearchIndexes(client);
    for (const runOther of others) await runOther(url);
  } finally {
    await client.end();
  }
}

async function runOurs(url: string): Promise<void> {
  const dataSource = await new DataSource(patientConnection(url)).initialize();
  try {
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await dataSource.destroy();
  }
}

/** Throws where a database is not one that Kitroom can use, whatever is in it. */
export async function refuseUnfit(client: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows } = await client.query<{ version: number; folds: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version, lower('É') = 'é' AS folds`,
  );
  const [server] = rows;
  if (!server || server.version < OLDEST_SERVER)
    throw new UnfitDatabaseError('Kitroom needs PostgreSQL 14 or later.');
  if (server.folds) return;
  throw new UnfitDatabaseError(
    "The database does not fold the case of letters such as É: create it with a UTF-8 locale, such as LC_CTYPE 'C.UTF-8'.",
  );
}

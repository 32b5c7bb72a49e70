import type pg from 'pg';
import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { patientConnection } from '../database/data-source-options.js';
import { migrate, MIGRATION_LOCK, refuseUnfit } from '../database/migrate.js';
import { migrateJobs } from '../shared/jobs/migrate-jobs.js';
import { BackupError } from './backup-error.js';
import { BackupReader } from './backup-reader.js';
import type { Counts } from './back-up.js';
import { type Header, TOO_NEW } from './format.js';
import { load } from './load.js';
import { migrationsOf } from './schema.js';

/**
 * Brings a backup that `verify` has read back into an empty database: all of it or nothing. Then the schema is brought up
 * to date, as a start would.
 * @throws BackupError where the database is not empty, or a newer Kitroom made the backup; nothing is changed then
 */
export async function restore(
  url: string,
  file: string,
  header: Header,
  signal?: AbortSignal,
): Promise<Counts> {
  const options = patientConnection(url);
  const migrations = Object.values(options.migrations ?? {}).filter((each) => typeof each === 'function');
  const needed = migrations.filter(({ name }) => header.migrations.includes(name));
  if (needed.length < header.migrations.length) {
    throw new BackupError(TOO_NEW);
  }
  const dataSource = await new DataSource({ ...options, migrations: needed }).initialize();
  try {
    const counts = await refill(dataSource, file, signal);
    await dataSource.query('ANALYZE');
    await migrate(url, migrateJobs);
    return counts;
  } finally {
    await dataSource.destroy();
  }
}

async function refill(dataSource: DataSource, file: string, signal?: AbortSignal): Promise<Counts> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.startTransaction();
    const counts = await fill(dataSource, runner, file, signal);
    await runner.commitTransaction();
    return counts;
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.release();
  }
}

/** In one transaction, schema and rows; a server that starts meanwhile waits for it. */
async function fill(
  dataSource: DataSource,
  runner: QueryRunner,
  file: string,
  signal?: AbortSignal,
): Promise<Counts> {
  const client = (await runner.connect()) as pg.PoolClient;
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await refuseUnfit(client);
  await refuseFilled(client);
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'none';
  await executor.executePendingMigrations();
  const reader = BackupReader.open(file);
  try {
    const counts = await load(client, reader, signal);
    await client.query(END_SESSIONS);
    return counts;
  } finally {
    await reader.close();
  }
}

/** Some were ended since the backup was made: their tokens must not come alive again. */
const END_SESSIONS = 'UPDATE sessions SET revoked_at = now() WHERE revoked_at IS NULL';

async function refuseFilled(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ readonly filled: boolean }>(
    `SELECT EXISTS (
       SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
     ) AS filled`,
  );
  const what = (await migrationsOf(client)) === null ? 'holds something else' : 'is in use by Kitroom';
  if (!rows[0]?.filled) return;
  throw new BackupError(
    `The database is not empty, it ${what}: it was left as it is. Another DATA_DIR or DATABASE_URL gives the backup a place of its own.`,
  );
}

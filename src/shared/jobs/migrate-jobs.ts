import { runMigrations } from 'graphile-worker';
import { jobLogger } from './job-log.js';

/** Brings the queue's own schema (`graphile_worker`) up to date. Whoever calls it holds the lock on migrations. */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: jobLogger() });
}

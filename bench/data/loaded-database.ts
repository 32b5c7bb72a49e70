import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../src/database/embedded/start-embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { migrateJobs } from '../../src/shared/jobs/migrate-jobs.js';
import { type Club, survey } from './club.js';
import { loadData } from './load-data.js';
import type { Size } from './size.js';

/** A database with data in it, which is gone after `drop`. */
export interface LoadedDatabase {
  readonly url: string;
  readonly club: Club;
  drop(): Promise<void>;
}

/** Starts an embedded PostgreSQL in a temporary folder and fills it. Commits do not wait for the disk. */
export async function loadedDatabase(size: Size, log: (line: string) => void): Promise<LoadedDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitroom-bench-'));
  const postgres = await startEmbedded({ dataDir, log, settings: { synchronous_commit: 'off' } });
  const drop = async (): Promise<void> => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const client = new pg.Client({ connectionString: postgres.url });
  try {
    await migrate(postgres.url, migrateJobs);
    await client.connect();
    await loadData(client, size, log);
    const club = await survey(client, size);
    await client.end();
    return { url: postgres.url, club, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

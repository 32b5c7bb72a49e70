import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostmaster, isAlive } from '../../src/database/embedded/postmaster.js';
import { startEmbedded, type EmbeddedPostgres } from '../../src/database/embedded/start-embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { migrateJobs } from '../../src/shared/jobs/migrate-jobs.js';
import { ADMIN_URL, APP_URL, onDatabase, TEMPLATE } from './server-urls.js';

const PREFIX = 'kitroom-test-';

/** The data lives as long as the run, so nothing is made safe against a crash; races open hundreds of connections. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  checkpoint_timeout: '1h',
  max_wal_size: '4GB',
  max_connections: '300',
};

let running: { readonly server: EmbeddedPostgres; readonly folder: string } | null = null;

/** Starts the one server of a test run, with a migrated database for the tests to clone. */
export async function startTestServer(): Promise<void> {
  await sweepLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const log: string[] = [];
  const server = await startEmbedded({ dataDir: folder, log: (line) => log.push(line), settings: SETTINGS });
  running = { server, folder };
  process.env[ADMIN_URL] = server.adminUrl;
  process.env[APP_URL] = server.url;
  try {
    await makeTemplate(server);
  } catch (error) {
    // Jest calls no teardown after a failed setup.
    await stopTestServer();
    throw error;
  }
}

/** Stops the server and removes its folder. */
export async function stopTestServer(): Promise<void> {
  if (running === null) return;
  await running.server.stop();
  await rm(running.folder, { recursive: true });
  running = null;
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE} OWNER kitroom`);
  await migrate(onDatabase(server.url, TEMPLATE), migrateJobs);
  // Every clone starts from pages in place and fresh statistics.
  await admin.query('CHECKPOINT');
  await admin.end();
}

/** Ends the servers and removes the folders of runs that were killed. */
async function sweepLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX) || isAlive(Number.parseInt(name.slice(PREFIX.length), 10))) continue;
    const folder = join(tmpdir(), name);
    const postmaster = await findPostmaster(join(folder, 'postgres'));
    if (postmaster !== null) process.kill(postmaster.pid, 'SIGQUIT');
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

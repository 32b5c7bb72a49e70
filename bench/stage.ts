import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbedded } from '../src/database/embedded/start-embedded.js';
import { migrate } from '../src/database/migrate.js';
import { migrateJobs } from '../src/shared/jobs/migrate-jobs.js';
import { type Club, survey } from './data/club.js';
import { loadData } from './data/load-data.js';
import type { Size } from './data/size.js';
import { BASE } from './floor/window.js';
import { freePort } from './load/free-port.js';
import { startTarget, type Target } from './load/target.js';
import type { Options } from './options.js';
import { type PeerTarget, peers, startPeer } from './peers/targets.js';

export const SECRET_KEY = 'the key of a benchmark, which protects nothing';

/** Everything that a benchmark needs, running. */
export interface Stage {
  readonly databaseUrl: string;
  readonly club: Club;
  readonly floor: Target;
  readonly server: Target;
  /** None where nobody asked for them. */
  readonly peers: readonly PeerTarget[];
  strike(): Promise<void>;
}

/** Commits do not wait for the disk, which would hide what the servers cost; nothing cleans up during a round. */
const POSTGRES = {
  synchronous_commit: 'off',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
  max_wal_size: '8GB',
  maintenance_work_mem: '256MB',
};

type Log = (line: string) => void;

/** Starts a database of its own, fills it, and starts both servers on it. */
export async function setStage(options: Options, pinned: boolean, log: Log): Promise<Stage> {
  const { size, profile } = options;
  const undo: (() => Promise<void>)[] = [];
  const strike = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'kitroom-bench-'));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const postgres = await startEmbedded({ dataDir, log, settings: POSTGRES });
    undo.push(() => postgres.stop());
    await migrate(postgres.url, migrateJobs);
    const club = await fill(postgres.url, size, log);
    const env = environment(postgres.url);
    const floor = await startTarget({
      name: 'The floor',
      port: await freePort(),
      args: [program('./floor/main.js')],
      env,
      pinned,
    });
    undo.push(() => floor.stop());
    const profiling = profile === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`];
    const server = await startTarget({
      name: 'The server',
      port: await freePort(),
      args: [...profiling, program('../src/main.js')],
      env,
      pinned,
    });
    undo.push(() => server.stop());
    const besides: PeerTarget[] = [];
    for (const peer of options.peers ? peers : []) {
      const started = await startPeer(peer, { DATABASE_URL: postgres.url, SECRET_KEY }, pinned);
      undo.push(() => started.target.stop());
      besides.push(started);
    }
    return { databaseUrl: postgres.url, club, floor, server, peers: besides, strike };
  } catch (error) {
    await strike();
    throw error;
  }
}

const program = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const environment = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  SECRET_KEY,
  HOST: '127.0.0.1',
  PUBLIC_URL: BASE,
  ADMIN_PASSWORD: 'the password of nobody',
  WEATHER_PROVIDER: 'none',
  LOG_LEVEL: 'error',
  NODE_ENV: 'production',
});

async function fill(databaseUrl: string, size: Size, log: Log): Promise<Club> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await loadData(client, size, log);
    return await survey(client, size);
  } finally {
    await client.end();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { assemble } from './assemble.js';
import { locateBinaries } from './binaries.js';
import { passwordFileOf, prepareCluster, refuseMissing, SUPERUSER } from './cluster.js';
import { openDataDir, type DataDir } from './data-dir.js';
import { EmbeddedError, NotYet } from './embedded-error.js';
import { type Held, Keeper } from './keeper.js';
import { Lease } from './lease.js';
import { readPasswords } from './passwords.js';
import { portFor } from './port.js';
import { findPostmaster, type Postmaster } from './postmaster.js';
import { startServer, stopServer, type Server } from './server.js';

/** Milliseconds: after kill -9 old children hold the cluster's locks for some seconds. */
const PATIENCE = 15_000;
const PAUSE = 100;

const APP = 'kitroom';

export interface EmbeddedOptions {
  /** The folder for everything of the server: the cluster in `postgres`, its log in `postgres.log`. Made if missing. */
  readonly dataDir: string;
  /** Takes one line for people: what is being made, adopted, left running or was lost. */
  readonly log: (line: string) => void;
  /** PostgreSQL settings by name, on top of our own; they count if this call starts the server. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running server, which other processes of Kitroom may be using too. */
export interface EmbeddedPostgres {
  /** postgres:// URL of the application's role, which is no superuser and owns the database `kitroom`. */
  readonly url: string;
  /** postgres:// URL of the superuser, on the database `postgres`. */
  readonly adminUrl: string;
  /** Stops the server, unless another process uses it, and keeps it no longer. Disconnects whoever is left. */
  stop(): Promise<void>;
}

/**
 * Gives the PostgreSQL server of a data folder: the one that runs on it already, if Node died and left it or another
 * process started it, or a new one. From then on it is kept: one that dies is started again, on the same port.
 * @throws EmbeddedError saying what stands in the way, after 15 s of trying where it might have passed
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = await openDataDir(options.dataDir);
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      return new Keeper(await adoptOrStart(place, options), again(place, options), options.log);
    } catch (error) {
      if (!(error instanceof NotYet) || Date.now() > deadline) throw error;
      await sleep(PAUSE);
    }
  }
}

async function adoptOrStart(place: DataDir, options: EmbeddedOptions): Promise<Held> {
  const { cluster } = place;
  const running = await findPostmaster(cluster);
  if (running === null) {
    const server = await assemble(place, options.settings);
    await prepareCluster(server.cluster, server.binaries, server.runner, options.log);
    return startAndClaim(server, await portFor(cluster));
  }
  refuseUnready(running, cluster);
  options.log(`Using the PostgreSQL that already runs on ${cluster} (process ${running.pid})`);
  return claim(cluster, running);
}

/** What was lost is started again, or another process of Kitroom has done so; a folder that is gone is not made anew. */
const again =
  (place: DataDir, options: EmbeddedOptions) =>
  async ({ port }: Postmaster): Promise<Held> => {
    const { cluster } = place;
    const running = await findPostmaster(cluster);
    if (running === null) {
      await refuseMissing(cluster);
      return startAndClaim(await assemble(place, options.settings), port);
    }
    refuseUnready(running, cluster);
    if (running.port !== port)
      throw new EmbeddedError(`The PostgreSQL on ${cluster} has another port now: start Kitroom again.`);
    return claim(cluster, running);
  };

function refuseUnready({ pid, ready }: Postmaster, cluster: string): void {
  if (!ready) throw new NotYet(`A PostgreSQL (process ${pid}) is starting or stopping on ${cluster}.`);
}

async function startAndClaim(server: Server, port: number): Promise<Held> {
  const started = await startServer(server, port);
  try {
    return await claim(server.cluster, started);
  } catch (error) {
    await stopServer(server.cluster, started.pid, server.binaries.pgCtl);
    throw error;
  }
}

async function claim(cluster: string, postmaster: Postmaster): Promise<Held> {
  const { pid, port } = postmaster;
  const passwords = await readPasswords(passwordFileOf(cluster));
  const adminUrl = `postgres://${SUPERUSER}:${passwords.admin}@127.0.0.1:${port}/postgres`;
  const url = `postgres://${APP}:${passwords.app}@127.0.0.1:${port}/${APP}`;
  const lease = await Lease.take(adminUrl, { name: APP, password: passwords.app });
  const stop = () => stopServer(cluster, pid, locateBinaries().pgCtl);
  return { url, adminUrl, postmaster, lease, stop };
}

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { assemble } from '../../src/database/embedded/assemble.js';
import { openDataDir } from '../../src/database/embedded/data-dir.js';
import { NotYet } from '../../src/database/embedded/embedded-error.js';
import { startServer, stopServer, type Server } from '../../src/database/embedded/server.js';
import { startEmbedded } from '../../src/database/embedded/start-embedded.js';

/** Milliseconds. */
const PATIENCE = 15_000;

/** A PostgreSQL as the embedded one, with all its settings, that nobody but the test starts, freezes and kills. */
export class OwnPostgres {
  private pid = 0;

  private constructor(
    private readonly folder: string,
    private readonly server: Server,
    /** As the application's role. */
    readonly url: string,
    readonly adminUrl: string,
  ) {}

  /** Makes its data in a folder, by default a new one, and starts it. */
  static async open(folder?: string, settings: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
    const dataDir = folder ?? (await mkdtemp(join(tmpdir(), 'kitroom-faults-')));
    // The first start makes the application's role and database, too.
    const made = await startEmbedded({ dataDir, log: () => undefined, settings });
    await made.stop();
    const own = new OwnPostgres(
      dataDir,
      await assemble(await openDataDir(dataDir), settings),
      made.url,
      made.adminUrl,
    );
    await own.start();
    return own;
  }

  /** Children of one that was killed may hold its locks for some seconds. */
  async start(): Promise<void> {
    for (const deadline = Date.now() + PATIENCE; ;) {
      try {
        this.pid = (await startServer(this.server, Number(new URL(this.url).port))).pid;
        return;
      } catch (error) {
        if (!(error instanceof NotYet) || Date.now() > deadline) throw error;
        await sleep(100);
      }
    }
  }

  /** As when the machine loses power, but for what its system has in memory. */
  async kill(): Promise<void> {
    for (const pid of [this.pid, ...(await childrenOf(this.pid))]) signal(pid, 'SIGKILL');
  }

  /** It takes connections, since the system does, and answers nothing. */
  async freeze(): Promise<void> {
    for (const pid of [this.pid, ...(await childrenOf(this.pid))]) signal(pid, 'SIGSTOP');
  }

  async thaw(): Promise<void> {
    for (const pid of [this.pid, ...(await childrenOf(this.pid))]) signal(pid, 'SIGCONT');
  }

  /** What a setting is. */
  async setting(name: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
    await client.end();
    return rows[0]?.value ?? '';
  }

  async close(): Promise<void> {
    await stopServer(this.server.cluster, this.pid, this.server.binaries.pgCtl);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** One that has ended meanwhile needs no signal. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      return Number(
        stat
          .slice(stat.lastIndexOf(')') + 1)
          .trim()
          .split(' ')[1],
      );
    }),
  );
  return pids.filter((_, index) => parents[index] === parent).map(Number);
}

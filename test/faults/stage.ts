import pg from 'pg';
import { FakeOpenMeteo } from '../support/fake-open-meteo.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { find } from './found.js';
import { violations } from '../support/invariants.js';
import { Journal } from './journal.js';
import { type Writer, Writers } from './writers.js';

const MEMBERS = ['ann', 'bob', 'eve', 'joe'];
const PASSWORD = 'password of a member';

/** A database with members who write into it through servers that come and go. */
export class Stage {
  readonly journal = new Journal();
  readonly database: pg.Pool;
  server!: ServerProcess;
  writers!: Writers;
  admin = '';
  private readonly weather = new FakeOpenMeteo();

  constructor(private readonly databaseUrl: string) {
    this.database = new pg.Pool({ connectionString: databaseUrl, max: 2 });
    // PostgreSQL is killed under it, too.
    this.database.on('error', () => undefined);
  }

  async open(env: NodeJS.ProcessEnv = {}): Promise<void> {
    await this.weather.start();
    await this.startServer(env);
    const admin = await this.server.login('admin', ADMIN_PASSWORD);
    this.admin = admin.token ?? '';
    await admin.put('/mode', { mode: 'self-service' });
    const members: Writer[] = [];
    for (const username of MEMBERS) {
      await admin.post('/users', { username, password: PASSWORD });
      members.push({ username, token: (await this.server.login(username, PASSWORD)).token ?? '' });
    }
    this.writers = new Writers(this.journal, this.admin, members);
    await this.writers.prepare(this.server.url);
  }

  async startServer(env: NodeJS.ProcessEnv = {}): Promise<void> {
    try {
      this.server = await this.start(env);
    } catch {
      // On a machine that is busy with other things it may take too long; the second attempt says why it fails.
      this.server = await this.start(env);
    }
  }

  private start(env: NodeJS.ProcessEnv): Promise<ServerProcess> {
    return ServerProcess.start({
      DATABASE_URL: this.databaseUrl,
      SECRET_KEY,
      ADMIN_PASSWORD,
      HOST: '127.0.0.1',
      ACCESS_TOKEN_TTL: '86400',
      LOGIN_LIMIT: 'off',
      LOG_LEVEL: 'error',
      WEATHER_PROVIDER: 'open-meteo',
      OPEN_METEO_FORECAST_URL: this.weather.forecastUrl,
      OPEN_METEO_ARCHIVE_URL: this.weather.archiveUrl,
      ...env,
    });
  }

  /** Compares the database with what clients were told, and with the rules of the club. */
  async check(): Promise<void> {
    const found = await find(this.database);
    this.journal.check(found);
    this.journal.faults.push(...(await violations(this.database)));
    this.writers.learn(found);
  }

  /**
   * Waits until each run has its weather. The jobs of workers that were killed are locked for two minutes: that they were
   * so long ago is written, not waited for, and a start sweeps.
   */
  async finishJobs(seconds: number): Promise<number> {
    await this.server.stop();
    await this.database.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '10 minutes' WHERE locked_at IS NOT NULL`,
    );
    await this.startServer();
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end && (await this.pending()) > 0)
      await new Promise((resolve) => setTimeout(resolve, 100));
    return this.pending();
  }

  async pending(): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>(
      `SELECT count(*)::int FROM runs WHERE weather_status <> 'ok'`,
    );
    return rows[0]?.count ?? 0;
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.database.end();
    await this.weather.stop();
  }
}

/** A moment between these, in milliseconds. */
export const moment = (from: number, to: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, from + Math.random() * (to - from)));

import pg from 'pg';
import { createDatabase } from '../setup/database.js';
import { Client, type Format } from '../support/client.js';
import type { Member } from '../support/club.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { FakeOpenMeteo } from '../support/fake-open-meteo.js';

type Row = Readonly<Record<string, unknown>>;

const SETTINGS = {
  SECRET_KEY,
  ADMIN_PASSWORD,
  MODE: 'self-service',
  /** As long as the longest race. */
  ACCESS_TOKEN_TTL: '86400',
  SESSION_TTL: '86400',
  LOGIN_LIMIT: 'off',
  REGISTER_LIMIT: 'off',
  WEATHER_PROVIDER: 'open-meteo',
};

/** The database's own connections: one asks, one holds what others want. */
const CONNECTIONS = 3;

/** Two server processes on one database, with a provider of weather for both. */
export class Arena {
  /** The invariants that were found violated, with their rows. */
  readonly broken = new Set<string>();

  private constructor(
    private readonly servers: readonly [ServerProcess, ServerProcess],
    readonly weather: FakeOpenMeteo,
    readonly database: pg.Pool,
    readonly admin: Member,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Arena> {
    const weather = await new FakeOpenMeteo().start();
    const { url, drop } = await createDatabase();
    const settings = {
      ...SETTINGS,
      DATABASE_URL: url,
      OPEN_METEO_FORECAST_URL: weather.forecastUrl,
      OPEN_METEO_ARCHIVE_URL: weather.archiveUrl,
    };
    const servers = await Promise.all([ServerProcess.start(settings), ServerProcess.start(settings)]);
    const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
    // Clients that were told to end may still be there when the database goes, and then hear of it.
    pool.on('error', () => undefined);
    const admin = await servers[0].login('admin', ADMIN_PASSWORD);
    return new Arena(servers, weather, pool, memberAt(servers[0].url, 'admin', admin.token), drop);
  }

  /** Whoever holds this token, at the first server. */
  bearer(username: string, token: string | null): Member {
    return memberAt(this.servers[0].url, username, token);
  }

  /** The same person at one of the servers: every other one is the second. */
  at(server: number, { username, token }: Member): Member {
    return memberAt(this.servers[server % 2 === 0 ? 0 : 1].url, username, token);
  }

  /** The rows that a statement answers. */
  async rows<T extends pg.QueryResultRow = Row>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.database.query<T>(text, values)).rows;
  }

  /** The first value of the first row. */
  async value(text: string, values: unknown[] = []): Promise<unknown> {
    const [row] = await this.rows(text, values);
    return Object.values(row ?? {})[0];
  }

  /** The lines in which the servers tell of answers that no client should see. */
  logOfFaults(): readonly string[] {
    return this.servers
      .flatMap((server) => server.output().split('\n'))
      .filter((line) => /"status":5\d\d/.test(line));
  }

  /** What the processes say when they end: 0, unless something is wrong. */
  async close(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all(this.servers.map((server) => server.stop()));
    await this.database.end();
    await this.drop();
    await this.weather.stop();
    return codes;
  }
}

function memberAt(url: string, username: string, token: string | null): Member {
  const client = (format: Format) => new Client(url, format, token);
  return { username, token, jsonApi: client('jsonApi'), plain: client('plain') };
}

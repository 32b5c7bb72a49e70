import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { createApp } from '../../src/create-app.js';
import { createDatabase } from '../setup/database.js';
import { Client, type Json } from './client.js';
import { ADMIN_PASSWORD, testSettings } from './settings.js';

/** One user's two clients. */
export interface Member {
  readonly username: string;
  readonly token: string | null;
  readonly jsonApi: Client;
  readonly plain: Client;
}

export const PASSWORD = 'password of a member';

/** A running server on a database of its own, with its first admin logged in. */
export class Club {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly url: string,
    readonly databaseUrl: string,
    readonly database: pg.Pool,
    private readonly drop: () => Promise<void>,
  ) {}

  admin!: Member;

  /** Starts a server; `env` are settings as the environment would give them. */
  static async open(env: NodeJS.ProcessEnv = {}): Promise<Club> {
    const database = await createDatabase();
    const app = await createApp(testSettings(database.url, env));
    await app.listen(0, '127.0.0.1');
    const pool = new pg.Pool({ connectionString: database.url, max: 2 });
    // Clients that were told to end may still be there when the database goes, and then hear of it.
    pool.on('error', () => undefined);
    const club = new Club(app, await app.getUrl(), database.url, pool, () => database.drop());
    club.admin = await club.login('admin', env.ADMIN_PASSWORD ?? ADMIN_PASSWORD);
    return club;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.database.end();
    await this.drop();
  }

  /** Whoever holds this token; null is nobody. */
  bearer(username: string, token: string | null): Member {
    const client = (format: 'jsonApi' | 'plain') => new Client(this.url, format, token);
    return { username, token, jsonApi: client('jsonApi'), plain: client('plain') };
  }

  get nobody(): Member {
    return this.bearer('', null);
  }

  async login(username: string, password = PASSWORD): Promise<Member> {
    const { body } = await this.nobody.plain.post('/login', { username, password });
    return this.bearer(username, (body as { auth_token: string }).auth_token);
  }

  /** A new member with these roles, logged in. */
  async join(username: string, roles: readonly string[] = ['regular'], more: object = {}): Promise<Member> {
    const { status, body } = await this.admin.plain.post('/users', {
      username,
      password: PASSWORD,
      roles,
      ...more,
    });
    if (status !== 201) throw new Error(`${username} could not join: ${JSON.stringify(body)}`);
    return this.login(username);
  }

  /** A new role of the club's own. */
  async role(name: string, permissions: readonly string[]): Promise<void> {
    const { status, body } = await this.admin.plain.post('/roles', { name, permissions });
    if (status !== 201) throw new Error(`No role ${name}: ${JSON.stringify(body)}`);
  }

  async setMode(mode: 'self-service' | 'admin-operated'): Promise<void> {
    await this.admin.plain.put('/mode', { mode });
  }

  /**
   * Every row of the tables that requests change, to compare before and after a refusal; but not when sessions were last
   * used, which any request may have noted.
   */
  async everything(): Promise<Json> {
    const { rows } = await this.database.query<{ state: Json }>(`
      SELECT json_build_object(
        'users', (SELECT json_agg(u ORDER BY id) FROM users u),
        'roles', (SELECT json_agg(r ORDER BY name) FROM roles r),
        'user_roles', (SELECT json_agg(ur ORDER BY user_id, role_name) FROM user_roles ur),
        'sessions', (SELECT json_agg(to_jsonb(s) - 'last_used_at' ORDER BY id) FROM sessions s),
        'mode', (SELECT json_agg(m) FROM mode m),
        'items', (SELECT json_agg(i ORDER BY id) FROM items i),
        'loans', (SELECT json_agg(l ORDER BY id) FROM loans l),
        'runs', (SELECT json_agg(r ORDER BY id) FROM runs r),
        'idempotency_keys', (SELECT json_agg(k ORDER BY user_id, key_hash) FROM idempotency_keys k),
        'audit_events', (SELECT json_build_array(count(*), max(id)) FROM audit_events)
      ) AS state`);
    return rows[0]?.state;
  }
}

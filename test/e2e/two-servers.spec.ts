import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { Client, type Json } from '../support/client.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { claimsOf } from '../support/tokens.js';

const PASSWORD = 'password of a member';

let database: TestDatabase;
let one: ServerProcess;
let other: ServerProcess;
let admin: Client;
const start = (): Promise<ServerProcess> =>
  ServerProcess.start({
    DATABASE_URL: database.url,
    SECRET_KEY,
    ADMIN_PASSWORD,
    LOGIN_LIMIT: '3/600',
    REGISTER_LIMIT: '2/600',
    TRUST_PROXY: '127.0.0.1',
  });

beforeAll(async () => {
  database = await createDatabase();
  one = await start();
  other = await start();
  admin = await one.login('admin', ADMIN_PASSWORD);
}, 60_000);
afterAll(async () => {
  await Promise.all([one.stop(), other.stop()]);
  await database.drop();
});

const at = ({ url }: ServerProcess, { token }: Client): Client => new Client(url, 'plain', token);
const register = (username: string, more: object = {}) =>
  admin.post('/users', { username, password: PASSWORD, ...more });
const sidOf = ({ token }: Client): string => String(claimsOf(token ?? '')['sid']);

interface Change {
  readonly name: string;
  /** What ends a token; asked of one server. */
  readonly make: (name: string, own: Client) => Promise<{ readonly status: number }>;
}

const CHANGES: readonly Change[] = [
  { name: 'logout', make: (_, own) => own.post('/logout') },
  { name: 'session', make: (_, own) => own.delete(`/sessions/${sidOf(own)}`) },
  { name: 'password', make: (name) => admin.patch(`/users/${name}`, { password: 'another password' }) },
  { name: 'deactivation', make: (name) => admin.patch(`/users/${name}`, { active: false }) },
  { name: 'deletion', make: (name) => admin.delete(`/users/${name}`) },
  {
    name: 'return',
    make: async (name) => {
      await admin.delete(`/users/${name}`);
      return register(name);
    },
  },
];

describe('two servers, on one database', () => {
  const ended: Client[] = [];
  let manager: Client;
  let alive: Client;

  it.each(CHANGES)('agree at once that a token counts no longer: $name', async ({ name, make }) => {
    await register(name);
    const own = await one.login(name, PASSWORD);
    expect((await at(other, own).get('/me')).status).toBe(200);
    expect((await make(name, own)).status).toBeLessThan(300);
    for (const server of [other, one]) {
      const answer = await at(server, own).get('/me');
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('TOKEN_INVALID');
    }
    ended.push(own);
  });

  it('agree at once about what a caller may do', async () => {
    await register('manager', { roles: ['usermanager'] });
    manager = await one.login('manager', PASSWORD);
    expect((await at(other, manager).get('/users/admin')).status).toBe(200);
    await at(other, admin).patch('/users/manager', { roles: ['regular'] });
    expect((await manager.get('/users/admin')).status).toBe(403);
    await admin.patch('/users/manager', { roles: ['usermanager'] });
    expect((await at(other, manager).get('/users/admin')).status).toBe(200);
    await admin.patch('/users/manager', { roles: ['regular'] });
  });

  it('show a user the sessions begun at either', async () => {
    await register('zoe');
    alive = await one.login('zoe', PASSWORD);
    const there = await other.login('zoe', PASSWORD);
    const { body } = await there.get('/sessions');
    expect(body.sessions.map(({ id }: Json) => id as string)).toEqual([sidOf(there), sidOf(alive)]);
    expect((await alive.delete(`/sessions/${sidOf(there)}`)).status).toBe(200);
    expect((await there.get('/me')).status).toBe(401);
  });

  it('limit logins and registrations together, in the same words', async () => {
    const headers = { 'X-Forwarded-For': '198.51.100.7' };
    const found: string[] = [];
    for (const server of [one, other, one, other]) {
      const guess = { username: 'zoe', password: 'wrong password' };
      const { status, headers: told } = await server.client().post('/login', guess, { headers });
      found.push(`${status} ${told.get('ratelimit')?.replace(/;t=.*/, '')}`);
    }
    expect(found).toEqual(['401 "login";r=2', '401 "login";r=1', '401 "login";r=0', '429 "login";r=0']);
    const created: number[] = [];
    for (const [number, server] of [one, other, one].entries()) {
      const body = { username: `stranger${number}`, password: PASSWORD };
      created.push((await server.client().post('/users', body, { headers })).status);
    }
    expect(created).toEqual([201, 201, 429]);
  });

  it('know all of it after a restart', async () => {
    await other.stop();
    other = await start();
    expect(ended).toHaveLength(CHANGES.length);
    for (const own of ended) expect((await at(other, own).get('/me')).status).toBe(401);
    expect((await at(other, alive).get('/me')).status).toBe(200);
    expect((await at(other, manager).get('/users/admin')).status).toBe(403);
    const guess = { username: 'zoe', password: PASSWORD };
    const limited = await other.client().post('/login', guess, {
      headers: { 'X-Forwarded-For': '198.51.100.7' },
    });
    expect(limited.status).toBe(429);
  }, 60_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { inspect } from 'node:util';
import { isAlive } from '../../src/database/embedded/postmaster.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { HalfRequest } from '../support/half-request.js';
import { Line } from '../support/line.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { eventually } from '../support/weather-app.js';

const ADMIN = { username: 'admin', password: ADMIN_PASSWORD };

let database: TestDatabase;
const startServer = (more: NodeJS.ProcessEnv = {}) =>
  ServerProcess.start({ DATABASE_URL: database.url, SECRET_KEY, ADMIN_PASSWORD, ...more });
const workersOf = (server: ServerProcess): number[] =>
  [...server.output().matchAll(/Worker (\d+) listens/g)].map(([, pid]) => Number(pid));
const untilWorkers = (server: ServerProcess, count: number): Promise<number[]> =>
  eventually(
    () => Promise.resolve(workersOf(server)),
    ({ length }) => length === count,
  );
const killIfThere = (pid: number): void => {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
};
/** Whether nobody listens any more: a connection that is taken in the last moment is not answered, but not refused. */
const isRefused = async ({ url }: ServerProcess): Promise<boolean> => {
  const asked = fetch(`${url}/health/live`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(1000),
  });
  const [end] = await Promise.allSettled([asked]);
  return end.status === 'rejected' && inspect(end.reason).includes('ECONNREFUSED');
};

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('two workers', () => {
  let server: ServerProcess;
  let lines: readonly [Line, Line];
  let admin: string;
  beforeAll(async () => {
    server = await startServer({ WEB_CONCURRENCY: '2', LOGIN_LIMIT: '4/600', REGISTER_LIMIT: '3/600' });
    await untilWorkers(server, 2);
    // Connections go to the workers in turn: the last test sees that each took one.
    lines = [new Line(server.url), new Line(server.url)];
    for (const line of lines) await line.send('GET', '/health/live');
    admin = await login(lines[0], ADMIN);
  }, 60_000);
  afterAll(async () => {
    for (const line of lines) line.hangUp();
    await server.stop();
  });

  const login = async (line: Line, who: object): Promise<string> =>
    String((await line.send('POST', '/login', null, who)).body['auth_token']);

  it('agree at once about the mode', async () => {
    const [one, other] = lines;
    for (const mode of ['self-service', 'admin-operated', 'self-service']) {
      await one.send('PUT', '/mode', admin, { mode });
      expect(await other.send('GET', '/mode', admin)).toMatchObject({ status: 200, body: { mode } });
    }
  });

  it('agree at once about roles, logouts, passwords and deletions', async () => {
    const [one, other] = lines;
    const zoe = { username: 'zoe', password: 'password of zoe' };
    await one.send('POST', '/users', admin, { ...zoe, roles: ['usermanager'] });
    const token = await login(other, zoe);
    expect((await one.send('GET', '/users/admin', token)).status).toBe(200);
    await other.send('PATCH', '/users/zoe', admin, { roles: ['regular'] });
    expect((await one.send('GET', '/users/admin', token)).status).toBe(403);
    await one.send('POST', '/logout', token);
    expect((await other.send('GET', '/me', token)).status).toBe(401);

    const second = await login(one, zoe);
    await other.send('PATCH', '/users/zoe', admin, { password: 'another password' });
    expect((await one.send('GET', '/me', second)).status).toBe(401);
    const third = await login(one, { ...zoe, password: 'another password' });
    await one.send('DELETE', '/users/zoe', admin);
    expect((await other.send('GET', '/me', third)).status).toBe(401);
  });

  it('count failed logins together, and with other servers', async () => {
    const other = await startServer({ LOGIN_LIMIT: '4/600' });
    const line = new Line(other.url);
    const guess = { username: 'nobody', password: 'wrong password' };
    const found: (number | undefined)[] = [];
    for (const asked of [...lines, ...lines, ...lines, line])
      found.push((await asked.send('POST', '/login', null, guess)).status);
    expect(found).toEqual([401, 401, 401, 401, 429, 429, 429]);
    line.hangUp();
    await other.stop();
  }, 60_000);

  it('count registrations together, and with other servers', async () => {
    const other = await startServer({ REGISTER_LIMIT: '3/600' });
    const line = new Line(other.url);
    const found: (number | undefined)[] = [];
    for (const [at, asked] of [...lines, line, ...lines].entries()) {
      const body = { username: `new${at}`, password: 'a good password' };
      found.push((await asked.send('POST', '/users', null, body)).status);
    }
    expect(found).toEqual([201, 201, 201, 429, 429]);
    line.hangUp();
    await other.stop();
  }, 60_000);

  it('took one of the connections each', async () => {
    const [victim = 0] = workersOf(server);
    process.kill(victim, 'SIGKILL');
    const open = await eventually(
      () => Promise.resolve(lines.filter(({ isOpen }) => isOpen)),
      ({ length }) => length < 2,
    );
    expect(open).toHaveLength(1);
    await untilWorkers(server, 3);
  }, 30_000);
});

describe('a worker', () => {
  it('that is killed is replaced, and leaves no request hanging', async () => {
    const server = await startServer({ WEB_CONCURRENCY: '2' });
    const [victim = 0] = await untilWorkers(server, 2);
    // It takes nothing any more, while connections are on their way to it.
    process.kill(victim, 'SIGSTOP');
    const asks = Array.from({ length: 50 }, () =>
      fetch(`${server.url}/health/live`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(10_000),
      }),
    );
    await Promise.any(asks);
    process.kill(victim, 'SIGKILL');
    const ends = await Promise.allSettled(asks);
    const hung = ends.filter((end) => end.status === 'rejected' && String(end.reason).includes('Timeout'));
    expect(hung).toEqual([]);
    await untilWorkers(server, 3);
    expect(server.output()).toContain(`Worker ${victim} died`);
    expect((await server.login('admin', ADMIN_PASSWORD)).token).toBeTruthy();
    expect(await server.stop()).toBe(0);
    expect(await isRefused(server)).toBe(true);
  }, 60_000);

  it('answers what it was asked before the server ends', async () => {
    const server = await startServer({ WEB_CONCURRENCY: '2' });
    await untilWorkers(server, 2);
    const halves = await Promise.all([1, 2, 3, 4].map(() => HalfRequest.begin(server.url, '/login', ADMIN)));
    const stopped = server.stop();
    await eventually(() => isRefused(server), Boolean);
    for (const half of halves) expect(await half.finish()).toBe('HTTP/1.1 200 OK');
    expect(await stopped).toBe(0);
  }, 60_000);

  it('waits for no connection on which nothing was asked', async () => {
    const server = await startServer({ WEB_CONCURRENCY: '2' });
    await untilWorkers(server, 2);
    const port = Number(new URL(server.url).port);
    const mute = [1, 2, 3, 4].map(() => connect(port, '127.0.0.1'));
    await Promise.all(mute.map((socket) => once(socket, 'connect')));
    // By then the workers have taken them.
    await fetch(`${server.url}/health/live`);
    const closed = mute.map((socket) => once(socket.resume(), 'close'));
    expect(await server.stop()).toBe(0);
    await Promise.all(closed);
  }, 60_000);

  it('does not wait for ever for the rest of a request', async () => {
    const server = await startServer({ WEB_CONCURRENCY: '2' });
    await untilWorkers(server, 2);
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('GET /health/live HTTP/1.1\r\nHo');
    await once(socket, 'connect');
    await fetch(`${server.url}/health/live`);
    const closed = once(socket.resume(), 'close');
    expect(await server.stop()).toBe(0);
    await closed;
  }, 60_000);

  it('that cannot start is tried some times; then the server ends, and says so', async () => {
    const lost = await createDatabase();
    const server = await startServer({ DATABASE_URL: lost.url, WEB_CONCURRENCY: '2' });
    await untilWorkers(server, 2);
    await lost.drop();
    // What the loss of the database has not ended is ended here.
    for (const worker of workersOf(server)) killIfThere(worker);
    expect(await server.ended()).toBe(1);
    expect(server.output()).toMatch(/died at its start/);
    expect(await isRefused(server)).toBe(true);
  }, 120_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../../setup/database.js';
import type { Answer, Client } from '../../support/client.js';
import { add, ATOMIC_JSON_API, listOf, remove } from '../../support/operations.js';
import { sendRaw } from '../../support/raw-http.js';
import { runBody } from '../../support/run-body.js';
import { type LogLine, ServerProcess } from '../../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../../support/settings.js';
import { eventually } from '../../support/weather-app.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`;

let database: TestDatabase;
let server: ServerProcess;
let admin: Client;
beforeAll(async () => {
  database = await createDatabase();
  server = await ServerProcess.start({
    DATABASE_URL: database.url,
    SECRET_KEY,
    ADMIN_PASSWORD,
    HOST: '127.0.0.1',
    LOGIN_LIMIT: '2/600',
    REGISTER_LIMIT: '2/600',
  });
  admin = await server.login('admin', ADMIN_PASSWORD);
}, 60_000);
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const idOf = ({ headers }: Answer): string => headers.get('x-request-id') ?? '';
const isAccess = ({ event }: LogLine): boolean => event === 'request';
const linesOf = (id: string): readonly LogLine[] =>
  server.log().filter(({ request_id }) => request_id === id);

/** The line of a request, which is the last that is written about it. */
const lineOf = async (answer: Answer): Promise<LogLine> => {
  const found = await eventually(
    () => Promise.resolve(linesOf(idOf(answer)).find(isAccess)),
    (line) => line !== undefined,
  );
  return found ?? {};
};

/** The events of a request by their names, and what they say. */
const eventsOf = async (answer: Answer): Promise<readonly LogLine[]> => {
  await lineOf(answer);
  return linesOf(idOf(answer)).filter((line) => !isAccess(line));
};

describe('the line of a request', () => {
  it('says who asked what, from where, how it ended and how long it took', async () => {
    const { body } = await admin.post('/runs', runBody());
    const answer = await admin.get(`/runs/${body.run.id}?fields[run]=distance`);
    expect(await lineOf(answer)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      pid: expect.any(Number),
      event: 'request',
      request_id: expect.stringMatching(UUID),
      method: 'GET',
      route: '/runs/:id',
      status: 200,
      duration_ms: expect.any(Number),
      actor: expect.stringMatching(UUID),
      address: '127.0.0.1',
    });
  });

  it('says what was behind an answer that is not the fault of its client', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query('BEGIN; LOCK TABLE roles IN ACCESS EXCLUSIVE MODE');
    const answer = await admin.post('/roles', { name: 'late' });
    await client.end();
    expect(answer.status).toBe(503);
    const line = await lineOf(answer);
    expect(line).toMatchObject({ level: 'error', code: 'QUERY_TIMEOUT', err: { code: '57014' } });
  });

  it('names the trace that its client follows', async () => {
    const known = await admin.get('/me', { headers: { traceparent: TRACEPARENT } });
    expect(await lineOf(known)).toMatchObject({ trace_id: TRACE });
    const refused = await server.client().get('/nothing', { headers: { traceparent: TRACEPARENT } });
    expect(await lineOf(refused)).toMatchObject({ trace_id: TRACE, status: 404, route: null });
    const malformed = await admin.get('/me', { headers: { traceparent: `00-${'0'.repeat(32)}-1-01` } });
    expect(await lineOf(malformed)).not.toHaveProperty('trace_id');
  });

  it('has an id that no client chooses', async () => {
    const mine = '11111111-1111-1111-1111-111111111111';
    const answer = await admin.get('/me', { headers: { 'x-request-id': mine } });
    expect(idOf(answer)).not.toBe(mine);
    await lineOf(answer);
    expect(linesOf(mine)).toEqual([]);
  });

  it.each([
    ['nobody', '/me', 'warn', 401, 'TOKEN_MISSING'],
    ['regular', '/users/admin', 'warn', 403, 'NOT_AUTHORIZED'],
    ['admin', '/users/nobody-of-this-name', 'info', 404, 'USER_NOT_FOUND'],
    ['admin', '/users?filter[nothing]=1', 'info', 400, 'BAD_PARAMETER'],
  ])('of %s who is refused %s is a %s with the code', async (who, path, level, status, code) => {
    await admin.post('/users', { username: 'rita', password: 'password of rita' });
    const clients = {
      nobody: server.client(),
      admin,
      regular: await server.login('rita', 'password of rita'),
    };
    const answer = await clients[who as keyof typeof clients].get(path);
    expect(answer.status).toBe(status);
    expect(await lineOf(answer)).toMatchObject({ level, status, code });
  });

  it('is written for what was no request, or none that has a route', async () => {
    const port = Number(new URL(server.url).port);
    await sendRaw(port, 'NONSENSE\r\n\r\n');
    await sendRaw(port, 'GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n');
    const codes = await eventually(
      () => Promise.resolve(server.log().map(({ code }) => code)),
      (found) => found.includes('MALFORMED_REQUEST') && found.includes('BAD_URL'),
    );
    expect(codes).toEqual(expect.arrayContaining(['MALFORMED_REQUEST', 'BAD_URL']));
  });
});

describe('an event', () => {
  it('is told of logins, whether or not they succeed', async () => {
    const anybody = server.client();
    const good = await anybody.post('/login', { username: 'admin', password: ADMIN_PASSWORD });
    const me = await lineOf(await admin.get('/me'));
    expect(await eventsOf(good)).toMatchObject([{ event: 'login.succeeded', subject: me['actor'] }]);
    const wrong = await anybody.post('/login', { username: 'ADMIN', password: 'wrong password' });
    expect(await eventsOf(wrong)).toMatchObject([
      { level: 'warn', event: 'login.failed', subject: me['actor'] },
    ]);
    const guess = { username: 'no-such-name', password: 'wrong password' };
    const [unknown] = await eventsOf(await anybody.post('/login', guess));
    expect(unknown).toMatchObject({ level: 'warn', event: 'login.failed' });
    expect(unknown).not.toHaveProperty('subject');
    await anybody.post('/login', guess);
    expect(await eventsOf(await anybody.post('/login', guess))).toMatchObject([
      { level: 'warn', event: 'login.limited', policy: 'login' },
    ]);
  });

  it('is told of sessions that end', async () => {
    const again = await server.login('admin', ADMIN_PASSWORD);
    expect(await eventsOf(await again.post('/logout'))).toMatchObject([{ event: 'logout' }]);
    await admin.post('/users', { username: 'sue', password: 'password of sue' });
    await server.login('sue', 'password of sue');
    const sue = await server.login('sue', 'password of sue');
    const changed = await eventsOf(await sue.patch('/users/sue', { password: 'another password' }));
    expect(changed.map(({ event }) => event)).toEqual(['session.ended', 'user.changed']);
  });

  it('is told of too many registrations', async () => {
    const anybody = server.client();
    for (const username of ['one', 'two']) await anybody.post('/users', { username, password: 'password' });
    const third = await anybody.post('/users', { username: 'three', password: 'password' });
    expect(third.status).toBe(429);
    expect(await eventsOf(third)).toMatchObject([{ event: 'registration.limited', level: 'warn' }]);
  });

  it('is told of each administrative change, by the names of what was changed', async () => {
    const told = async (answer: Promise<Answer>): Promise<readonly LogLine[]> => {
      const events = await eventsOf(await answer);
      return events.map(({ event, subject, fields, mode }) => ({ event, subject, fields, mode }));
    };
    const uuid = expect.stringMatching(UUID);
    const tom = { username: 'tom', password: 'password of tom' };
    expect(await told(admin.post('/users', tom))).toEqual([{ event: 'user.created', subject: uuid }]);
    expect(await told(admin.patch('/users/tom', { first_name: 'Tom', roles: ['usermanager'] }))).toEqual([
      { event: 'user.changed', subject: uuid, fields: ['first_name', 'roles'] },
    ]);
    expect(await told(admin.patch('/users/tom', { roles: ['usermanager'] }))).toEqual([]);
    expect(await told(admin.post('/roles', { name: 'treasurer' }))).toEqual([
      { event: 'role.created', subject: 'treasurer' },
    ]);
    expect(await told(admin.patch('/roles/treasurer', { permissions: ['loans'] }))).toEqual([
      { event: 'role.changed', subject: 'treasurer', fields: ['permissions'] },
    ]);
    expect(await told(admin.delete('/roles/treasurer'))).toEqual([
      { event: 'role.deleted', subject: 'treasurer' },
    ]);
    expect(await told(admin.put('/mode', { mode: 'self-service' }))).toEqual([
      { event: 'mode.changed', mode: 'self-service' },
    ]);
    expect(await told(admin.post('/loan-items', { id: 'saw', description: 'saw' }))).toEqual([
      { event: 'item.created', subject: 'saw' },
    ]);
    expect(await told(admin.patch('/loan-items/saw', { description: 'a saw', loanedto: 'tom' }))).toEqual([
      { event: 'item.changed', subject: 'saw', fields: ['description'] },
      { event: 'loan.lent', subject: expect.stringMatching(/^\d+$/) },
    ]);
    expect(await told(admin.patch('/loan-items/saw', { loanedto: null }))).toEqual([
      { event: 'loan.returned', subject: expect.stringMatching(/^\d+$/) },
    ]);
    expect(await told(admin.delete('/loan-items/saw'))).toEqual([{ event: 'item.deleted', subject: 'saw' }]);
    expect(await told(admin.delete('/users/tom'))).toEqual([{ event: 'user.deleted', subject: uuid }]);
  });

  it('is not told of a change that was refused, or taken back with others', async () => {
    await admin.post('/loan-items', { id: 'axe', description: 'axe' });
    const headers = { Accept: ATOMIC_JSON_API, 'Content-Type': ATOMIC_JSON_API };
    const operations = (...list: readonly object[]) =>
      admin.post('/operations', undefined, { headers, raw: JSON.stringify(listOf(list)) });
    const rope = add('loan-item', { description: 'rope' }, { id: 'rope' });
    const refused = await operations(rope, remove('loan-item', { id: 'nothing' }));
    expect(refused.status).toBe(404);
    expect(await eventsOf(refused)).toEqual([]);
    expect((await admin.get('/loan-items/rope')).status).toBe(404);

    const done = await operations(rope, remove('loan-item', { id: 'axe' }));
    expect(done.status).toBe(200);
    const found = await eventsOf(done);
    expect(found.map(({ event, subject }) => [event, subject])).toEqual([
      ['item.created', 'rope'],
      ['item.deleted', 'axe'],
    ]);
  });

  it('is told once of a change that is sent again under its key', async () => {
    const key = { headers: { 'Idempotency-Key': '"7c0f3a6e-2d6c"' } };
    const first = await admin.post('/loan-items', { id: 'pump', description: 'pump' }, key);
    const again = await admin.post('/loan-items', { id: 'pump', description: 'pump' }, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await eventsOf(first)).toHaveLength(1);
    expect(await eventsOf(again)).toEqual([]);
  });
});

describe('at the end', () => {
  it('nothing is lost that was answered before', async () => {
    const ending = await ServerProcess.start({ DATABASE_URL: database.url, SECRET_KEY, ADMIN_PASSWORD });
    const asked = await Promise.all(Array.from({ length: 300 }, () => ending.client().get('/health/live')));
    expect(await ending.stop()).toBe(0);
    const written = new Set(ending.log().map(({ request_id }) => request_id));
    expect(asked.filter((answer) => !written.has(idOf(answer)))).toEqual([]);
  }, 60_000);

  it('an error that nobody expected is told without what it holds, and nothing before it is lost', async () => {
    // Its text stands in the stack: the code that throws comes by the command line.
    const fault = `process.on('SIGUSR2', () => {
      const word = 'sec' + 'ret';
      throw Object.assign(new Error('at "' + word + '"'), { query: word });
    })`;
    const failing = await ServerProcess.start({
      DATABASE_URL: database.url,
      SECRET_KEY,
      ADMIN_PASSWORD,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });
    const asked = await failing.client().get('/health/live');
    expect(await failing.stop('SIGUSR2')).toBe(1);
    const written = failing.log();
    expect(written.at(-1)).toMatchObject({ level: 'fatal', err: { type: 'Error', message: 'at …' } });
    expect(written.map(({ request_id }) => request_id)).toContain(idOf(asked));
    expect(failing.output()).not.toContain('secret');
  }, 60_000);

  it('LOG_LEVEL=warn leaves out what is in order, but says that the server listens', async () => {
    const quiet = await ServerProcess.start({
      DATABASE_URL: database.url,
      SECRET_KEY,
      ADMIN_PASSWORD,
      LOG_LEVEL: 'warn',
    });
    await quiet.client().get('/health/live');
    await quiet.client().get('/me');
    await quiet.stop();
    expect(quiet.log().map(({ event, status }) => [event, status])).toEqual([
      ['server.started', undefined],
      ['request', 401],
    ]);
  }, 60_000);
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { endAfter } from '../../src/export/end-after.js';
import { recordIn, refusalIn } from '../support/answers.js';
import type { Answer, Json } from '../support/client.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { addCrowd } from '../support/crowd.js';
import { runBody } from '../support/run-body.js';
import { SlowReader } from '../support/slow-reader.js';
import { eventually } from '../support/weather-app.js';

let club: Club;
let ann: Member;
let bob: Member;
let auditor: Member;
let lender: Member;
beforeAll(async () => {
  club = await Club.open({ MODE: 'self-service' });
  await club.role('auditor', ['users', 'runs', 'loans']);
  await club.role('lender', ['loans']);
  ann = await club.join('ann', ['regular'], { email: 'ann@secret.example', phone: '+441234567890' });
  bob = await club.join('bob', ['regular'], { email: 'bob@club.example', time_zone: 'Asia/Kolkata' });
  auditor = await club.join('audrey', ['auditor']);
  lender = await club.join('lena', ['lender']);
});
afterAll(() => club.close());

const newItem = async (description: string): Promise<string> =>
  recordIn(await club.admin.plain.post('/loan-items', { description })).id as string;

const one = async (member: Member, path: string): Promise<Json> => recordIn(await member.plain.get(path));

function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(refusalIn(answer)).toMatchObject({ status, code });
}

describe('what is kept about a member', () => {
  let run: string;
  let loan: string;
  let lent: string;
  let document: Json;
  beforeAll(async () => {
    const key = (name: string) => ({ headers: { 'Idempotency-Key': name } });
    run = recordIn(await bob.plain.post('/runs', runBody(), key('a-run'))).id as string;
    await club.database.query(
      `UPDATE runs SET weather_status = 'ok', weather_info = '{"temperature": 21.5, "condition": "\\"déjà vu\\" ☀"}'
       WHERE id = $1`,
      [run],
    );
    await ann.plain.post('/runs', runBody({ distance: 31_337 }));
    const item = await newItem('drill');
    loan = recordIn(await lender.plain.post('/loans', { item, borrower: 'bob' })).id as string;
    await lender.plain.post(`/loans/${loan}/return`);
    lent = recordIn(await lender.plain.post('/loans', { item, borrower: 'ann' })).id as string;
    await lender.plain.post(`/loans/${lent}/return`);
    await club.login('bob');
    document = (await bob.plain.get('/users/bob/export')).body;
  });

  it('has these parts', () => {
    expect(Object.keys(document as object)).toEqual([
      'exported_at',
      'user',
      'sessions',
      'runs',
      'loans',
      'loans_lent_to_others',
      'loans_taken_back_from_others',
      'audit_events',
      'kept_answers',
    ]);
    expect(document.exported_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('is told in the words of single reads', async () => {
    expect(document.user).toEqual(await one(bob, '/users/bob'));
    expect(document.runs).toEqual([{ ...(await one(bob, `/runs/${run}`)), time_zone: 'Asia/Kolkata' }]);
    expect(document.loans).toEqual([await one(bob, `/loans/${loan}`)]);
  });

  it('has the logins, without what tokens are made of', async () => {
    const { rows } = await club.database.query<{ id: string }>(
      `SELECT s.id FROM sessions s JOIN users u ON u.id = user_id WHERE username = 'bob' ORDER BY s.created_at`,
    );
    expect(document.sessions).toHaveLength(rows.length);
    expect(document.sessions[0]).toEqual({
      created_at: expect.stringMatching(/Z$/),
      expires_at: expect.stringMatching(/Z$/),
      last_used_at: expect.stringMatching(/Z$/),
      revoked_at: null,
      address: '127.0.0.1',
      user_agent: 'node',
    });
  });

  it('has what was done by them and to them, and of those who did it only whether it was they', () => {
    const told = (document.audit_events as Json[]).map(({ action, subject_type, by_oneself }) =>
      [action, subject_type, by_oneself].join(' '),
    );
    expect(told).toEqual([
      'create user false',
      'grant-role user false',
      'create run true',
      'lend loan false',
      'return loan false',
    ]);
    expect(document.audit_events[0]).toMatchObject({
      subject_id: 'bob',
      after: { email: 'bob@club.example' },
      address: null,
    });
    expect(document.audit_events[2]).toMatchObject({ subject_id: run, address: '127.0.0.1' });
  });

  it('of what was done to others says only that it was done', async () => {
    const { body } = await lender.plain.get('/users/lena/export');
    const lending = (body.audit_events as Json[]).filter(({ subject_type }) => subject_type === 'loan');
    expect(lending).toHaveLength(4);
    for (const event of lending) {
      expect(event).toMatchObject({ by_oneself: true, subject_id: null, before: null, after: null });
    }
  });

  it('has the answers that are kept', () => {
    expect(document.kept_answers).toEqual([
      {
        method: 'POST',
        status: 201,
        path: '/runs',
        expires_at: expect.stringMatching(/Z$/),
        body: { run: expect.objectContaining({ id: run, user: 'bob' }) },
      },
    ]);
  });

  it('is nobody else’s: neither secrets nor other members’ values are in it', () => {
    const text = JSON.stringify(document);
    for (const word of ['argon2', 'password', 'ann', '31337', bob.token ?? ''])
      expect(text).not.toContain(word);
  });

  it('names no member whose loans one handled for the club', async () => {
    const { body } = await lender.plain.get('/users/lena/export');
    const handled = expect.objectContaining({ id: lent, item_description: 'drill', status: 'returned' });
    const both = expect.objectContaining({ id: loan });
    expect(body.loans).toEqual([]);
    expect(body.loans_lent_to_others).toEqual([handled, both]);
    expect(body.loans_taken_back_from_others).toEqual([handled, both]);
    expect(JSON.stringify(body)).not.toMatch(/"(ann|bob|borrower)"/);
  });

  it('leaves out what an answer to an administrator says of others', async () => {
    const headers = { 'Idempotency-Key': 'a-newcomer' };
    await club.admin.plain.post('/users', { username: 'nora', password: PASSWORD }, { headers });
    await club.admin.plain.patch(
      '/users/Nora',
      { password: PASSWORD },
      { headers: { 'Idempotency-Key': '2' } },
    );
    await club.admin.plain.post(
      '/roles',
      { name: 'cook', permissions: [] },
      { headers: { 'Idempotency-Key': '3' } },
    );
    const { body } = await club.admin.plain.get('/users/admin/export');
    expect(body.kept_answers).toEqual([
      expect.objectContaining({ method: 'POST', path: null, body: null }),
      expect.objectContaining({ method: 'PATCH', path: null, body: null }),
      expect.objectContaining({ path: '/roles', body: { role: expect.objectContaining({ id: 'cook' }) } }),
    ]);
  });
});

describe('the answer', () => {
  it.each(['jsonApi', 'plain'] as const)('is a file of plain JSON to those who prefer %s', async (format) => {
    const { status, headers, body } = await bob[format].get('/users/BOB/export');
    expect({ status, type: headers.get('content-type'), user: body.user.id }).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      user: 'bob',
    });
    expect(headers.get('content-disposition')).toBe('attachment; filename="bob.json"');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('has a head alone where that is asked for', async () => {
    const { status, headers, body } = await bob.plain.send('HEAD', '/users/bob/export');
    expect({ status, body, file: headers.get('content-disposition') }).toEqual({
      status: 200,
      body: undefined,
      file: 'attachment; filename="bob.json"',
    });
    await until(0);
  });
});

describe('who may have it', () => {
  it('those who may read all of it, in either mode', async () => {
    for (const mode of ['admin-operated', 'self-service'] as const) {
      await club.setMode(mode);
      for (const member of [bob, auditor, club.admin]) {
        expect(await member.plain.get('/users/bob/export')).toMatchObject({
          status: 200,
          body: { user: { id: 'bob' } },
        });
      }
    }
  });

  it('nobody else, whoever exists', async () => {
    const manager = await club.join('mona', ['usermanager']);
    await club.role('two-of-three', ['users', 'runs']);
    const two = await club.join('tom', ['two-of-three']);
    const before = await club.everything();
    for (const member of [ann, manager, lender, two]) {
      expectRefusal(await member.plain.get('/users/bob/export'), 403, 'NOT_AUTHORIZED');
      expectRefusal(await member.jsonApi.get('/users/nobody/export'), 404, 'USER_NOT_FOUND');
    }
    expectRefusal(await auditor.plain.get('/users/nobody/export'), 404, 'USER_NOT_FOUND');
    expectRefusal(await club.nobody.plain.get('/users/bob/export'), 401, 'TOKEN_MISSING');
    expect(await club.everything()).toEqual(before);
  });
});

/** Connections that read for exports. */
const connections = async (more: string = ''): Promise<number> => {
  const { rows } = await club.database.query<{ count: number }>(
    `SELECT count(*)::int FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'kitroom export' ${more}`,
  );
  return rows[0]?.count ?? -1;
};

/** Waits until there are so many. */
const until = (count: number) =>
  eventually(
    () => connections(),
    (found) => found === count,
  );

/** Those that wait for whoever reads. */
const idle = () =>
  connections(`AND state = 'idle in transaction' AND state_change < clock_timestamp() - interval '0.3 s'`);

/** Some 24 MB: more than all buffers between the database and a client who does not read take. */
const MANY = 3000;
const LENGTH = 8000;

const addRuns = (username: string, count: number) =>
  club.database.query(
    `INSERT INTO runs (user_id, time_zone, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng,
       weather_status, weather_info)
     SELECT id, 'UTC', at, at + interval '20 minutes', 1 + n, 1, 2, 3, 4, 'ok', jsonb_build_object('condition', repeat('x', $3))
     FROM users, generate_series(1, $2::int) AS n, LATERAL (SELECT timestamptz '2020-01-01Z' + n * interval '1 hour') AS t (at)
     WHERE username = $1`,
    [username, count, LENGTH],
  );

describe('a long document', () => {
  let rita: Member;
  let reader: SlowReader;
  beforeAll(async () => {
    rita = await club.join('rita');
    await addRuns('rita', MANY);
  });
  afterEach(async () => {
    reader.leave();
    await until(0);
  });

  const ask = async (): Promise<SlowReader> => SlowReader.ask(rita, '/users/rita/export');

  it('is read no faster than the client takes it, and shows one moment', async () => {
    reader = await ask();
    await eventually(idle, (count) => count === 1);
    await club.database.query(`UPDATE runs SET distance = 1 WHERE id % 2 = 0`);
    await rita.plain.post('/runs', runBody());
    const { runs } = JSON.parse(await reader.read());
    expect(runs).toHaveLength(MANY);
    expect(runs.map(({ distance }: Json) => distance as number)).toEqual(
      Array.from({ length: MANY }, (_, index) => MANY + 1 - index),
    );
  });

  it('leaves nothing behind where the client goes away', async () => {
    reader = await ask();
    expect(await connections()).toBe(1);
    reader.leave();
    await until(0);
    reader = await ask();
    expect(reader.status).toBe(200);
  });

  it('that cannot be finished ends with its connection, never as if it were whole', async () => {
    reader = await ask();
    await club.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'kitroom export'`,
    );
    await expect(reader.read()).rejects.toThrow('aborted');
  });

  it('is asked for once at a time by each, and by a few at a time', async () => {
    const crowd = await addCrowd(club, 4, 'reader');
    await club.database.query(
      `INSERT INTO user_roles SELECT id, 'auditor' FROM users WHERE username LIKE 'reader%'`,
    );
    reader = await ask();
    const others = await Promise.all(
      crowd.slice(0, 3).map((each) => SlowReader.ask(each, '/users/rita/export')),
    );
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
    const again = await rita.plain.get('/users/rita/export');
    expectRefusal(again, 429, 'TOO_MANY_REQUESTS');
    expect(again.headers.get('retry-after')).toBe('10');
    const [last] = crowd.slice(3);
    expectRefusal((await last?.plain.get('/users/rita/export')) ?? again, 503, 'BUSY');
    expect((await rita.plain.get('/users/rita')).status).toBe(200);
    expect(await connections()).toBe(4);
    for (const other of others) other.leave();
    await until(1);
    expect((await last?.plain.get('/users/rita/export'))?.status).toBe(200);
  });

  it('is broken off in the end', async () => {
    reader = await ask();
    const endless = new Readable({ read: () => undefined });
    endAfter(endless, 20);
    await expect(endless.toArray()).rejects.toThrow('It took longer than 0.02 s.');
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import type { Answer, Client, Format } from '../support/client.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { FakeOpenMeteo } from '../support/fake-open-meteo.js';
import { add, hand, operate, update } from '../support/operations.js';
import { policiesOf } from '../support/routes.js';
import { runBody } from '../support/run-body.js';
import { SecondServer } from '../support/second-server.js';

let club: Club;
let ann: Member;
let bob: Member;
beforeAll(async () => {
  club = await Club.open({ MODE: 'self-service' });
  ann = await club.join('ann');
  bob = await club.join('bob');
  await club.join('carl');
});
afterAll(() => club.close());

const keyed = (key: string) => ({ headers: { 'Idempotency-Key': key } });
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotency-replayed') === 'true';

/** What must be equal in an answer and its replay. */
const sent = ({ status, headers, body }: Answer) => ({
  status,
  body,
  headers: ['content-type', 'location', 'etag', 'vary', 'cache-control'].map((name) => headers.get(name)),
});

const count = async (table: string): Promise<number> => {
  const { rows } = await club.database.query<{ count: number }>(`SELECT count(*)::int FROM ${table}`);
  return rows[0]?.count ?? -1;
};

async function newItem(): Promise<string> {
  const id = fresh('item-');
  await club.admin.plain.post('/loan-items', { id, description: 'drill' });
  return id;
}

const newRun = async (): Promise<string> => recordIn(await ann.plain.post('/runs', runBody())).id as string;

/** A change to ask for twice. */
interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body: object | undefined;
}

type Prepare = (format: Format) => Promise<Ask> | Ask;

const CHANGES: readonly (readonly [what: string, prepare: Prepare])[] = [
  ['a registration', (format) => ({ ...post('/users'), body: bodyOf(format, 'user', newcomer()) })],
  [
    'a change of a user',
    (format) => ({
      ...patch('/users/carl'),
      body: bodyOf(format, 'user', { last_name: fresh('N') }, 'carl'),
    }),
  ],
  [
    'a new password',
    (format) => ({
      ...patch('/users/carl'),
      body: bodyOf(format, 'user', { password: fresh('password ') }, 'carl'),
    }),
  ],
  [
    'a new item',
    (format) => ({ ...post('/loan-items'), body: bodyOf(format, 'loan-item', { description: 'saw' }) }),
  ],
  [
    'lending by PUT',
    async (format) => {
      const id = await newItem();
      return {
        method: 'PUT',
        path: `/loan-items/${id}`,
        body: bodyOf(format, 'loan-item', { loanedto: 'ann' }, id),
      };
    },
  ],
  [
    'a loan',
    async (format) => ({
      ...post('/loans'),
      body: bodyOf(format, 'loan', { item: await newItem(), borrower: 'ann' }),
    }),
  ],
  [
    'a return',
    async () => {
      const { id } = recordIn(
        await club.admin.plain.post('/loans', { item: await newItem(), borrower: 'ann' }),
      );
      return { ...post(`/loans/${id as string}/return`), body: undefined };
    },
  ],
  ['a run', (format) => ({ ...post('/runs'), body: bodyOf(format, 'run', runBody()) })],
  [
    'a change of a run',
    async (format) => {
      const id = await newRun();
      return { ...patch(`/runs/${id}`), body: bodyOf(format, 'run', { distance: 7 }, id) };
    },
  ],
  [
    'a role',
    (format) => ({
      ...post('/roles'),
      body: bodyOf(format, 'role', { name: fresh('role-'), permissions: ['items'] }),
    }),
  ],
];

const post = (path: string) => ({ method: 'POST', path });
const patch = (path: string) => ({ method: 'PATCH', path });
const newcomer = () => ({ username: fresh('new-'), password: PASSWORD });
const send = (as: Client, { method, path, body }: Ask, key: string): Promise<Answer> =>
  as.send(method, path, body, keyed(key));

describe.each(FORMATS)('a change that is asked for again (%s)', (format) => {
  it.each(CHANGES)('is done once, and answered as it was: %s', async (_, prepare) => {
    const as = club.admin[format];
    const ask = await prepare(format);
    const key = fresh(`key-${format}-`);
    const first = await send(as, ask, key);
    expect([200, 201]).toContain(first.status);
    expect(isReplay(first)).toBe(false);
    const after = await club.everything();
    for (const spelling of [key, `"${key}"`]) {
      const again = await send(as, ask, spelling);
      expect(sent(again)).toEqual(sent(first));
      expect(isReplay(again)).toBe(true);
    }
    expect(await club.everything()).toEqual(after);
  });

  it('says where the first one made its record', async () => {
    const key = fresh('key-');
    const ask = { ...post('/runs'), body: bodyOf(format, 'run', runBody()) };
    const first = await send(ann[format], ask, key);
    expect(first.headers.get('location')).toBe(`${club.url}/runs/${recordIn(first).id as string}`);
    expect((await send(ann[format], ask, key)).headers.get('location')).toBe(first.headers.get('location'));
  });

  it('gets the first answer even when the record is another by then, or gone', async () => {
    const key = fresh('key-');
    const id = await newRun();
    const ask = { ...patch(`/runs/${id}`), body: bodyOf(format, 'run', { distance: 11 }, id) };
    const first = await send(ann[format], ask, key);
    await ann.plain.patch(`/runs/${id}`, { distance: 12 });
    expect(sent(await send(ann[format], ask, key))).toEqual(sent(first));
    expect(recordIn(await ann.plain.get(`/runs/${id}`)).distance).toBe(12);
    await ann.plain.delete(`/runs/${id}`);
    expect(sent(await send(ann[format], ask, key))).toEqual(sent(first));
  });
});

it('a change of linkage that is asked for again is done once', async () => {
  const key = fresh('key-');
  const path = `/loan-items/${await newItem()}/relationships/loanedto`;
  const lent = { ...patch(path), body: { data: { type: 'user', id: 'ann' } } };
  const first = await send(club.admin.jsonApi, lent, key);
  expect(first.status).toBe(200);
  const after = await club.everything();
  const again = await send(club.admin.jsonApi, lent, key);
  expect([isReplay(again), sent(again)]).toEqual([true, sent(first)]);
  expect(await club.everything()).toEqual(after);
});

describe('a list of operations that is asked for again', () => {
  it('is done once', async () => {
    const item = await newItem();
    const list = [add('run', runBody()), hand(item, 'ann'), update('user', 'ann', { last_name: fresh('N') })];
    const key = fresh('key-');
    const first = await operate(club.admin, list, keyed(key));
    expect(first.status).toBe(200);
    const after = await club.everything();
    const again = await operate(club.admin, list, keyed(key));
    expect([isReplay(again), sent(again)]).toEqual([true, sent(first)]);
    expect(await club.everything()).toEqual(after);
    const other = await refused(club, () => operate(club.admin, list.slice(1), keyed(key)));
    expect(other).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('is not kept where one of them is refused', async () => {
    const key = fresh('key-');
    const refusal = await refused(club, () =>
      operate(club.admin, [add('run', runBody()), hand('none', null)], keyed(key)),
    );
    expect(refusal.status).toBe(404);
    const item = await newItem();
    expect((await operate(club.admin, [hand(item, 'ann')], keyed(key))).status).toBe(200);
  });

  it('is done once when it comes many times at the same moment', async () => {
    const before = await count('runs');
    const key = fresh('key-');
    const list = [add('run', runBody()), add('run', runBody())];
    const answers = await Promise.all(Array.from({ length: 20 }, () => operate(ann, list, keyed(key))));
    expect(await count('runs')).toBe(before + 2);
    expect(answers.filter((answer) => answer.status === 200 && !isReplay(answer))).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  });
});

describe('a key', () => {
  it('is for one request: another body, path or method is 422', async () => {
    const key = fresh('key-');
    const id = await newRun();
    expect((await ann.plain.patch(`/runs/${id}`, { distance: 5 }, keyed(key))).status).toBe(200);
    for (const ask of [
      { ...patch(`/runs/${id}`), body: { distance: 6 } },
      { ...patch(`/runs/${await newRun()}`), body: { distance: 5 } },
      { ...post('/runs'), body: runBody() },
      { ...post('/runs'), body: { distance: 5 } },
      { ...patch('/users/ann'), body: { distance: 5 } },
    ]) {
      const refusal = await refused(club, () => send(ann.plain, ask, key));
      expect(refusal).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    }
  });

  it('names itself in the error', async () => {
    const key = fresh('key-');
    await ann.plain.post('/runs', runBody(), keyed(key));
    const { body } = await ann.jsonApi.post('/runs', bodyOf('jsonApi', 'run', runBody()), keyed(key));
    expect(body.errors).toMatchObject([{ status: '422', source: { header: 'Idempotency-Key' } }]);
  });

  it('of one caller means nothing to another', async () => {
    const key = fresh('key-');
    const first = await ann.plain.post('/runs', runBody(), keyed(key));
    const other = await bob.plain.post('/runs', runBody({ distance: 1 }), keyed(key));
    expect([first.status, other.status]).toEqual([201, 201]);
    expect(isReplay(other)).toBe(false);
    expect(recordIn(other).user).toBe('bob');
  });

  it.each(['', '""', 'a b', '"a b"', 'é', 'x'.repeat(256)])('%j is 400, and nothing is done', async (key) => {
    const header = Buffer.from(key).toString('latin1');
    for (const format of FORMATS) {
      const refusal = await refused(club, () =>
        ann[format].post('/runs', bodyOf(format, 'run', runBody()), keyed(header)),
      );
      expect(refusal).toMatchObject({ status: 400, code: 'MALFORMED_HEADER' });
    }
  });

  it('is looked at by every route that changes a resource', async () => {
    const routes = [...policiesOf(club.app)]
      .filter(([route, policy]) => /^(POST|PUT|PATCH) /.test(route) && !policy.includes('always plain'))
      .map(([route]) => route)
      .filter((route) => route !== 'POST /operations');
    expect(routes.length).toBeGreaterThan(10);
    const answers = await Promise.all(
      routes.map(async (route) => {
        const [method = '', path = ''] = route.split(' ');
        const { jsonApi } = club.admin;
        const answer = await jsonApi.send(method, path.replaceAll(/:\w+/g, '1'), { data: null }, keyed('""'));
        return [route, answer.body.errors[0].code] as const;
      }),
    );
    expect(Object.fromEntries(answers)).toEqual(
      Object.fromEntries(routes.map((route) => [route, 'MALFORMED_HEADER'])),
    );
  });

  it('means nothing where nobody is logged in', async () => {
    const key = fresh('key-');
    const ask = { ...post('/users'), body: newcomer() };
    expect((await send(club.nobody.plain, ask, key)).status).toBe(201);
    expect((await send(club.nobody.plain, ask, key)).status).toBe(409);
    expect((await send(club.nobody.plain, { ...ask, body: newcomer() }, 'no key')).status).toBe(201);
  });

  it('means nothing to a login, a fresh token, the mode, a read or a deletion', async () => {
    const before = await count('idempotency_keys');
    const key = fresh('key-');
    const tokens = new Set<string>();
    for (let at = 0; at < 2; at += 1) {
      const login = await club.nobody.plain.post('/login', { username: 'bob', password: 'x' }, keyed(key));
      expect(login.status).toBe(401);
      const fresher = await ann.plain.post('/refresh', undefined, keyed(key));
      tokens.add(fresher.body.auth_token as string);
      await club.admin.plain.put('/mode', { mode: 'self-service' }, keyed(key));
      expect(isReplay(await ann.plain.get('/me', keyed(key)))).toBe(false);
    }
    expect(tokens.size).toBe(2);
    const id = await newRun();
    expect((await ann.plain.delete(`/runs/${id}`, keyed(key))).status).toBe(200);
    expect((await ann.plain.delete(`/runs/${id}`, keyed(key))).status).toBe(404);
    expect(await count('idempotency_keys')).toBe(before);
  });

  it('is free again after 24 hours', async () => {
    const key = fresh('key-');
    await ann.plain.post('/runs', runBody(), keyed(key));
    const { rows } = await club.database.query<{ hours: number }>(
      `SELECT round(extract(epoch FROM max(expires_at) - now()) / 3600)::int AS hours FROM idempotency_keys`,
    );
    expect(rows[0]?.hours).toBe(24);
    await club.database.query(`UPDATE idempotency_keys SET expires_at = now()`);
    const other = await ann.plain.post('/runs', runBody({ distance: 9 }), keyed(key));
    expect(other.status).toBe(201);
    expect(isReplay(other)).toBe(false);
    expect(isReplay(await ann.plain.post('/runs', runBody({ distance: 9 }), keyed(key)))).toBe(true);
  });

  it('goes with its user', async () => {
    const dora = await club.join('dora');
    const key = fresh('key-');
    await dora.plain.post('/runs', runBody(), keyed(key));
    await club.admin.plain.delete('/users/dora');
    const again = await club.join('dora');
    expect(isReplay(await again.plain.post('/runs', runBody(), keyed(key)))).toBe(false);
  });
});

describe('a refusal', () => {
  it('is not kept: the request may be mended, and sent with the same key', async () => {
    const key = fresh('key-');
    const bad = await refused(club, () => ann.plain.post('/runs', runBody({ distance: 0 }), keyed(key)));
    expect(bad.status).toBe(422);
    const item = await newItem();
    await club.admin.plain.patch(`/loan-items/${item}`, { loanedto: 'bob' });
    const taken = await refused(club, () => ann.plain.post('/loans', { item }, keyed(key)));
    expect(taken.status).toBe(409);
    await club.admin.plain.patch(`/loan-items/${item}`, { loanedto: null });
    expect((await ann.plain.post('/loans', { item }, keyed(key))).status).toBe(201);
    expect(isReplay(await ann.plain.post('/loans', { item }, keyed(key)))).toBe(true);
  });

  it('by a precondition comes first of all, and a success under one is repeated', async () => {
    const id = await newRun();
    const etag = (await ann.plain.get(`/runs/${id}`)).headers.get('etag') ?? '';
    const options = (match: string) => ({ headers: { 'If-Match': match, 'Idempotency-Key': `p-${id}` } });
    const stale = await refused(club, () =>
      ann.plain.patch(`/runs/${id}`, { distance: 3 }, options('"1-a"')),
    );
    expect(stale.status).toBe(412);
    expect((await ann.plain.patch(`/runs/${id}`, { distance: 3 }, options(etag))).status).toBe(200);
    const again = await ann.plain.patch(`/runs/${id}`, { distance: 3 }, options(etag));
    expect([again.status, isReplay(again)]).toEqual([200, true]);
  });

  it('by a guard is not overridden by what was kept', async () => {
    const keeper = await club.join(fresh('keeper-'), ['admin']);
    const key = fresh('key-');
    const ask = { ...post('/loan-items'), body: { id: fresh('item-'), description: 'rope' } };
    expect((await send(keeper.plain, ask, key)).status).toBe(201);
    await club.admin.plain.patch(`/users/${keeper.username}`, { role: 'regular' });
    expect((await refused(club, () => send(keeper.plain, ask, key))).status).toBe(403);
    await keeper.plain.post('/logout');
    expect((await refused(club, () => send(keeper.plain, ask, key))).status).toBe(401);
  });
});

describe('the same request at the same moment', () => {
  it.each(FORMATS)('makes one record, whoever wins (%s)', async (format) => {
    const key = fresh('key-');
    const before = await count('runs');
    const ask = { ...post('/runs'), body: bodyOf(format, 'run', runBody()) };
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(ann[format], ask, key)));
    expect(await count('runs')).toBe(before + 1);
    const done = answers.filter(({ status }) => status === 201);
    expect(done.filter((answer) => !isReplay(answer))).toHaveLength(1);
    expect(new Set(done.map((answer) => JSON.stringify(sent(answer)))).size).toBe(1);
    const others = answers.filter(({ status }) => status !== 201);
    expect(others.filter(({ status }) => status !== 409)).toEqual([]);
  });

  it('is 409 while the first is under way, and its answer after that', async () => {
    const item = await newItem();
    const key = fresh('key-');
    const ask = { ...patch(`/loan-items/${item}`), body: { description: 'big saw' } };
    const holder = await club.database.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM items WHERE id = $1 FOR UPDATE', [item]);
    const first = send(club.admin.plain, ask, key);
    await waiting();
    const second = await send(club.admin.plain, ask, key);
    expect(second).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_IN_USE' } });
    await holder.query('ROLLBACK');
    holder.release();
    expect((await first).status).toBe(200);
    expect(sent(await send(club.admin.plain, ask, key))).toEqual(sent(await first));
  });

  /** Until some statement waits for a lock. */
  async function waiting(): Promise<void> {
    for (;;) {
      const { rowCount } = await club.database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      if (rowCount) return;
    }
  }

  it('asks for the weather before it takes its turn, and still logs one run', async () => {
    const provider = await new FakeOpenMeteo().start();
    provider.delay = 300;
    const { forecastUrl, archiveUrl } = provider;
    const server = await SecondServer.open(club, {
      WEATHER_PROVIDER: 'open-meteo',
      OPEN_METEO_FORECAST_URL: forecastUrl,
      OPEN_METEO_ARCHIVE_URL: archiveUrl,
    });
    const before = await count('runs');
    const key = fresh('key-');
    const ask = { ...post('/runs'), body: runBody() };
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(server.as(ann).plain, ask, key)));
    expect(await count('runs')).toBe(before + 1);
    expect(answers.filter((answer) => answer.status === 201 && !isReplay(answer))).toHaveLength(1);
    expect(recordIn(await send(server.as(ann).plain, ask, key)).weather_status).toBe('ok');
    await server.close();
    await provider.stop();
  });

  it('with other keys makes a record each', async () => {
    const before = await count('runs');
    const ask = { ...post('/runs'), body: runBody() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(ann.plain, ask, fresh('key-'))));
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    expect(await count('runs')).toBe(before + 20);
  });
});

describe('two servers on one database', () => {
  let second: SecondServer;
  beforeAll(async () => {
    second = await SecondServer.open(club);
  });
  afterAll(() => second.close());

  it('know the same keys', async () => {
    const ask = { ...post('/runs'), body: runBody() };
    const key = fresh('key-');
    const first = await send(ann.plain, ask, key);
    const again = await send(second.as(ann).plain, ask, key);
    expect([isReplay(again), again.body]).toEqual([true, first.body]);
    const other = await send(second.as(ann).plain, { ...ask, body: runBody({ distance: 3 }) }, key);
    expect(other.status).toBe(422);
  });

  it('make one record of the same request at the same moment', async () => {
    const before = await count('loans');
    const ask = { ...post('/loans'), body: { item: await newItem(), borrower: 'ann' } };
    const key = fresh('key-');
    const servers = [club.admin.plain, second.as(club.admin).plain];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) => send(servers[at % 2] ?? club.admin.plain, ask, key)),
    );
    expect(await count('loans')).toBe(before + 1);
    expect(answers.filter((answer) => answer.status === 201 && !isReplay(answer))).toHaveLength(1);
    const codes = answers.filter(({ status }) => status !== 201).map(({ body }) => body.code as string);
    expect(new Set([...codes, 'IDEMPOTENCY_KEY_IN_USE']).size).toBe(1);
  });
});

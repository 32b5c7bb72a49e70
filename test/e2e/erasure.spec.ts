import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { idsIn, recordIn, recordsIn, refused } from '../support/answers.js';
import type { Answer, Json } from '../support/client.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { add, hand, operate, remove, update } from '../support/operations.js';
import { runBody } from '../support/run-body.js';
import { eventually } from '../support/weather-app.js';

let club: Club;
beforeEach(async () => {
  club = await Club.open({ TRUST_PROXY: '127.0.0.1', LOGIN_LIMIT: '10/60', REGISTER_LIMIT: '600/60' });
});
afterEach(() => club.close());

/** Values that occur nowhere else. */
const CANARIES = {
  username: 'Canary.Bird',
  email: 'canary@perch.example',
  phone: '+441234567892',
  first_name: 'Serinus',
  last_name: 'Canaria-Domestica',
};
const ADDRESS = '198.51.100.77';
const AGENT = 'Birdwatch/4.2';
const PLACE = { start_lat: 28.2915637, start_lng: -16.6291304, end_lat: 28.2915638, end_lng: -16.6291305 };
const PERSONAL = [...Object.values(CANARIES), ADDRESS, AGENT, ...Object.values(PLACE).map(String), '31337'];

const from = { headers: { 'X-Forwarded-For': ADDRESS, 'User-Agent': AGENT } };
const keyed = () => ({ headers: { 'Idempotency-Key': randomUUID() } });

const itemDocument = (id: string, description: string) => ({
  data: { type: 'loan-item', id, attributes: { description } },
});

/** Every row of every table, as `table: row`. */
async function everyRow(): Promise<readonly string[]> {
  const { rows: tables } = await club.database.query<{ name: string }>(`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`);
  const selects = tables.map(({ name }) => `SELECT '${name}: ' || line::text AS row FROM ${name} AS line`);
  const { rows } = await club.database.query<{ row: string }>(selects.join(' UNION ALL '));
  return rows.map(({ row }) => row);
}

/** The rows in which something personal stands, in any case. */
const traces = (rows: readonly string[], texts: readonly string[] = PERSONAL): readonly string[] =>
  rows.filter((row) => texts.some((text) => row.toLowerCase().includes(text.toLowerCase())));

let canary: Member;
let id: string;

/** A member who leaves traces wherever members can. */
beforeEach(async () => {
  const { plain, jsonApi } = club.admin;
  const ok = (answer: Answer): Json => {
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return recordIn(answer);
  };
  ok(await club.nobody.plain.post('/users', { ...CANARIES, password: PASSWORD }, from));
  await club.nobody.plain.post('/login', { username: CANARIES.username, password: 'a wrong one' }, from);
  const { body } = await club.nobody.plain.post(
    '/login',
    { username: CANARIES.username, password: PASSWORD },
    from,
  );
  canary = club.bearer(CANARIES.username, body.auth_token as string);
  const { rows } = await club.database.query<{ id: string }>('SELECT id FROM users WHERE username = $1', [
    CANARIES.username,
  ]);
  id = rows[0]?.id ?? '';
  ok(
    await canary.plain.patch(
      `/users/${CANARIES.username}`,
      { time_zone: 'Atlantic/Canary', password: 'another password' },
      from,
    ),
  );
  ok(
    await plain.patch(
      `/users/${CANARIES.username}`,
      { first_name: CANARIES.first_name, roles: ['usermanager'] },
      keyed(),
    ),
  );
  const run = ok(await canary.plain.post('/runs', runBody({ ...PLACE, distance: 31337 }), from));
  ok(await plain.patch(`/runs/${run.id}`, { distance: 31337, end_lat: PLACE.end_lat }, keyed()));
  const item = `perch-${randomUUID()}`;
  ok(
    await plain.post('/loan-items', { id: item, description: 'Perch', loanedto: CANARIES.username }, keyed()),
  );
  // Its answer shows who holds the item, though no event of it is about them.
  ok(await plain.patch(`/loan-items/${item}`, { description: 'Branch' }, keyed()));
  ok(await jsonApi.patch(`/loan-items/${item}`, itemDocument(item, 'Twig'), keyed()));
  ok(await plain.put(`/loan-items/${item}`, { loanedto: 'admin' }, keyed()));
  const bulk = [
    hand(item, CANARIES.username),
    hand(item, null),
    add('run', runBody({ ...PLACE }), {
      relationships: { user: { data: { type: 'user', id: CANARIES.username } } },
    }),
  ];
  expect((await operate(club.admin, bulk, keyed())).status).toBe(200);
  ok(await jsonApi.get(`/users/${CANARIES.username}`));
});

describe('the deletion of a member', () => {
  it.each(['an admin', 'themselves'])('by %s leaves nothing personal behind', async (who) => {
    const rows = await everyRow();
    for (const personal of PERSONAL) expect([personal, traces(rows, [personal])]).not.toEqual([personal, []]);
    const by = who === 'an admin' ? club.admin : canary;
    expect(
      (await by.plain.delete(`/users/${CANARIES.username}`, who === 'an admin' ? {} : from)).status,
    ).toBe(200);
    expect(traces(await everyRow())).toEqual([]);
  });

  it('keeps the events, their times and the UUID', async () => {
    const events = async () =>
      recordsIn(await club.admin.plain.get('/audit-events?page[size]=1000&sort=at')).map(
        ({ id, at, action, subject_type }) => [id, at, action, subject_type] as unknown[],
      );
    const before = await events();
    await club.admin.plain.delete(`/users/${CANARIES.username}`);
    const after = await events();
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toEqual([expect.anything(), expect.anything(), 'delete', 'user']);
    const about = recordsIn(await club.admin.plain.get(`/audit-events?filter[subject_id]=${id}&sort=at`));
    expect(about.map(({ action }) => action as string)).toEqual(
      [
        ...[
          'create',
          'grant-role',
          'update',
          'change-password',
          'update',
          'revoke-role',
          'grant-role',
          'delete',
        ],
      ].filter((action, index) => !(action === 'update' && index === 4)),
    );
    expect(about.every(({ before, after }) => before === null && after === null)).toBe(true);
    const own = about.find(({ action }) => action === 'change-password');
    expect(own).toMatchObject({ actor: null, address: null });
    const lent = recordsIn(
      await club.admin.plain.get('/audit-events?filter[action]=lend&sort=-at&page[size]=1'),
    );
    expect(lent[0].after).toMatchObject({ borrower: id });
  });

  it('leaves loans without a borrower, and no next one of the name inherits anything', async () => {
    await club.admin.plain.delete(`/users/${CANARIES.username}`);
    const next = await club.join(CANARIES.username);
    for (const list of ['runs', 'loans']) {
      expect(idsIn(await next.plain.get(`/users/${CANARIES.username}/${list}`))).toEqual([]);
    }
    const { rows } = await club.database.query(
      'SELECT 1 FROM audit_events WHERE person_ids @> ARRAY[$1::uuid]',
      [id],
    );
    expect(rows.length).toBeGreaterThan(5);
    await next.plain.delete(`/users/${CANARIES.username}`);
  });

  it('is told to whoever asks again for an answer that went with it, and nothing is done twice', async () => {
    const key = keyed();
    const path = `/users/${CANARIES.username}`;
    const change = { first_name: 'Again' };
    const first = await club.admin.plain.patch(path, change, key);
    expect((await club.admin.plain.patch(path, change, key)).body).toEqual(first.body);
    await club.admin.plain.delete(path);
    expect(await refused(club, () => club.admin.plain.patch(path, change, key))).toMatchObject({
      status: 409,
      code: 'IDEMPOTENCY_ANSWER_ERASED',
    });
  });

  it('leaves nothing of them in the answer to the very request that deletes them', async () => {
    const key = keyed();
    const { username, first_name } = CANARIES;
    const operations = [update('user', username, { first_name }), remove('user', { id: username })];
    const first = await operate(club.admin, operations, key);
    expect({ status: first.status, shown: JSON.stringify(first.body) }).toEqual({
      status: 200,
      shown: expect.stringContaining(CANARIES.email),
    });
    expect(traces(await everyRow())).toEqual([]);
    expect(await refused(club, () => operate(club.admin, operations, key))).toMatchObject({
      status: 409,
      code: 'IDEMPOTENCY_ANSWER_ERASED',
    });
  });

  it('leaves no address of somebody who is deleted while a change of theirs is under way', async () => {
    const address = '198.51.100.78';
    const leaver = await club.join(`leaver-${randomUUID()}`, ['admin']);
    const item = { id: `late-${randomUUID()}`, description: 'Perch' };
    const other = await club.database.connect();
    await other.query('BEGIN');
    await other.query('INSERT INTO items (id, description) VALUES ($1, $2)', [item.id, '']);
    const change = leaver.plain.post('/loan-items', item, { headers: { 'X-Forwarded-For': address } });
    await eventually(
      async () => (await club.database.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount,
      (waiting) => waiting !== 0,
    );
    expect((await club.admin.plain.delete(`/users/${leaver.username}`)).status).toBe(200);
    await other.query('ROLLBACK');
    other.release();
    await change;
    expect(traces(await everyRow(), [address])).toEqual([]);
  });

  it('that is refused erases nothing', async () => {
    const item = `held-${randomUUID()}`;
    await club.admin.plain.post('/loan-items', {
      id: item,
      description: 'Held',
      loanedto: CANARIES.username,
    });
    const before = traces(await everyRow());
    expect(await refused(club, () => club.admin.plain.delete(`/users/${CANARIES.username}`))).toMatchObject({
      status: 409,
      code: 'USER_HOLDS_ITEMS',
    });
    expect(traces(await everyRow())).toEqual(before);
    await club.admin.plain.put(`/loan-items/${item}`, { loanedto: null });
    await club.admin.plain.delete(`/users/${CANARIES.username}`);
  });

  it('keeps the answers and events of others', async () => {
    const key = keyed();
    const bystander = { id: `bystander-${randomUUID()}`, description: 'Perch' };
    const first = await club.admin.plain.post('/loan-items', bystander, key);
    await club.admin.plain.delete(`/users/${CANARIES.username}`);
    expect((await club.admin.plain.post('/loan-items', bystander, key)).body).toEqual(first.body);
    const [event] = recordsIn(await club.admin.plain.get(`/audit-events?filter[subject_id]=${bystander.id}`));
    expect(event).toMatchObject({ after: { description: 'Perch' }, address: '127.0.0.1', actor: 'admin' });
  });

  it.each(['data', 'user', 'description'])(
    'of somebody who was called “%s” takes no answers of others along',
    async (name) => {
      const { plain, jsonApi } = club.admin;
      const [key, other] = [keyed(), keyed()];
      const ask = async () => [
        (await plain.post('/loan-items', { id: `a-${name}`, description: 'Perch' }, key)).body as unknown,
        (await jsonApi.post('/loan-items', itemDocument(`b-${name}`, 'Perch'), other)).body as unknown,
      ];
      const first = await ask();
      const leaver = await club.join(name);
      expect((await leaver.plain.delete(`/users/${name}`)).status).toBe(200);
      expect(await ask()).toEqual(first);
    },
  );
});

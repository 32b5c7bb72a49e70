import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countIn, idsIn, recordIn, recordsIn, refused } from '../support/answers.js';
import type { Answer, Json } from '../support/client.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { add, hand, operate, update } from '../support/operations.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let ann: Member;
beforeAll(async () => {
  club = await Club.open({ WEATHER_PROVIDER: 'none' });
  ann = await club.join('ann');
});
afterAll(() => club.close());

const latest = async (subject: string, by: Member = club.admin): Promise<Json> => {
  const [event] = recordsIn(await by.plain.get(`/audit-events?filter[subject_id]=${subject}&page[size]=1`));
  return event;
};

const told = (event: Json) => ({
  action: event.action,
  subject: `${event.subject_type} ${event.subject_id}`,
  before: event.before,
  after: event.after,
  actor: event.actor,
});

/** The events of one request, by the id that its answer named. */
const eventsOf = async (answer: Answer): Promise<Json[]> => {
  const id = answer.headers.get('x-request-id') ?? '';
  return recordsIn(await club.admin.plain.get(`/audit-events?filter[request_id]=${id}&sort=at`));
};

describe('a change is told', () => {
  it('of an item: what it was, what it is, who did it, from where, in which request', async () => {
    const { plain } = club.admin;
    await plain.post('/loan-items', { id: 'drill', description: 'Drill' });
    expect(told(await latest('drill'))).toEqual({
      action: 'create',
      subject: 'loan-item drill',
      before: null,
      after: { description: 'Drill' },
      actor: 'admin',
    });
    const answer = await plain.patch('/loan-items/drill', { description: 'Hammer drill' });
    const event = await latest('drill');
    expect(told(event)).toMatchObject({
      action: 'update',
      before: { description: 'Drill' },
      after: { description: 'Hammer drill' },
    });
    expect(event).toMatchObject({
      request_id: answer.headers.get('x-request-id'),
      address: '127.0.0.1',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    await plain.delete('/loan-items/drill');
    expect(told(await latest('drill'))).toMatchObject({
      action: 'delete',
      before: { description: 'Hammer drill' },
      after: null,
    });
  });

  it('of a loan: lending, a transfer, the return', async () => {
    const { plain } = club.admin;
    await plain.post('/loan-items', { id: 'saw', description: 'Saw' });
    const lent = await plain.post('/loans', { item: 'saw', borrower: 'ann' });
    const loan = recordIn(lent);
    expect((await eventsOf(lent)).map(told)).toEqual([
      {
        action: 'lend',
        subject: `loan ${loan.id}`,
        before: null,
        after: { item: 'saw', borrower: 'ann', loaned_at: loan.loaned_at, due_at: null, returned_at: null },
        actor: 'admin',
      },
    ]);
    const moved = await plain.put('/loan-items/saw', { loanedto: 'admin' });
    const [back, again] = await eventsOf(moved);
    expect(told(back)).toMatchObject({ action: 'return', before: { returned_at: null } });
    expect(Object.keys(back.after as object)).toEqual(['returned_at']);
    expect(told(again)).toMatchObject({ action: 'lend', after: { borrower: 'admin', item: 'saw' } });
    await plain.put('/loan-items/saw', { loanedto: null });
    expect(told(await latest(again.subject_id as string))).toMatchObject({ action: 'return' });
  });

  it('of a member: registration by a stranger, their own change, a password, roles', async () => {
    const registered = await club.nobody.plain.post('/users', {
      username: 'eve',
      password: PASSWORD,
      phone: '+441234567890',
    });
    const events = await eventsOf(registered);
    expect(events.map(({ action }) => action as string)).toEqual(['create', 'grant-role']);
    expect(told(events[0])).toMatchObject({
      subject: 'user eve',
      after: { username: 'eve', phone: '+441234567890', active: true },
      actor: null,
    });
    const eve = await club.login('eve');
    await eve.plain.patch('/users/eve', { first_name: 'Eve' });
    expect(told(await latest('eve'))).toEqual({
      action: 'update',
      subject: 'user eve',
      before: { first_name: null },
      after: { first_name: 'Eve' },
      actor: 'eve',
    });
    await eve.plain.patch('/users/eve', { password: 'another password' });
    expect(told(await latest('eve'))).toMatchObject({ action: 'change-password', before: null, after: null });
    const promoted = await club.admin.plain.patch('/users/eve', { roles: ['usermanager'] });
    expect((await eventsOf(promoted)).map(({ action, before, after }) => [action, before, after])).toEqual([
      ['revoke-role', { role: 'regular' }, null],
      ['grant-role', null, { role: 'usermanager' }],
    ]);
  });

  it('of a run, a role and the mode', async () => {
    const run = recordIn(await ann.plain.post('/runs', runBody({ distance: 1000 })));
    expect(told(await latest(run.id as string))).toMatchObject({
      action: 'create',
      after: { user: 'ann', distance: 1000, start_time: run.start_time, end_lat: run.end_lat },
      actor: 'ann',
    });
    await club.admin.plain.patch(`/runs/${run.id}`, { distance: 2000 });
    expect(told(await latest(run.id as string))).toMatchObject({
      before: { distance: 1000 },
      after: { distance: 2000 },
      actor: 'admin',
    });
    await club.role('storekeeper', ['items']);
    expect(told(await latest('storekeeper'))).toMatchObject({
      subject: 'role storekeeper',
      after: { description: null, permissions: ['items'] },
    });
    await club.setMode('self-service');
    expect(told(await latest('mode'))).toMatchObject({
      before: { mode: 'admin-operated' },
      after: { mode: 'self-service' },
      actor: 'admin',
    });
    await club.setMode('admin-operated');
  });

  it('of each of many changes in one request, under the one id', async () => {
    const answer = await operate(club.admin, [
      add('loan-item', { description: 'Tent' }, { id: 'tent' }),
      hand('tent', 'ann'),
      update('loan-item', 'tent', { description: 'Big tent' }),
    ]);
    expect((await eventsOf(answer)).map(({ action }) => action as string)).toEqual([
      'create',
      'lend',
      'update',
    ]);
    await club.admin.plain.put('/loan-items/tent', { loanedto: null });
  });

  it('not where nothing changed, or the change was refused or given up', async () => {
    const count = async () => countIn(await club.admin.plain.get('/audit-events?page[size]=1'));
    const before = await count();
    await club.admin.plain.patch('/loan-items/tent', { description: 'Big tent' });
    await ann.plain.patch('/users/ann', {});
    await ann.plain.post('/loan-items', { id: 'hers', description: 'Hers' });
    await operate(club.admin, [
      add('loan-item', { description: 'Kept?' }, { id: 'kept' }),
      hand('tent', 'nobody'),
    ]);
    expect(await count()).toBe(before);
  });
});

describe('the trail', () => {
  it('is a list like others, in both representations', async () => {
    const { jsonApi, plain } = club.admin;
    const page = await jsonApi.get(
      '/audit-events?filter[subject_type]=loan-item&sort=at&include=actor&fields[user]=username',
    );
    expect(page.status).toBe(200);
    expect(page.body.data[0]).toMatchObject({
      type: 'audit-event',
      attributes: { action: 'create', subject_type: 'loan-item', subject_id: 'drill' },
      relationships: { actor: { data: { type: 'user', id: 'admin' } } },
    });
    expect(page.body.included).toMatchObject([{ type: 'user', id: 'admin' }]);
    const [id] = idsIn(page);
    const one = await plain.get(`/audit-events/${id}`);
    expect(one.body).toMatchObject({ 'audit-event': { id, subject_id: 'drill', actor: 'admin' } });
    expect(recordIn(await jsonApi.get(`/audit-events/${id}/actor`))).toMatchObject({ username: 'admin' });
    expect((await jsonApi.get(`/audit-events/${id}/relationships/actor`)).body.data).toEqual({
      type: 'user',
      id: 'admin',
    });
    const mine = await plain.get('/audit-events?filter[actor]=ann&fields[audit-event]=actor');
    expect(new Set(recordsIn(mine).map(({ actor }) => actor as string))).toEqual(new Set(['ann']));
  });

  it('has null for an actor that is nobody', async () => {
    const first = await latest('eve-by-herself');
    expect(first).toBeUndefined();
    await club.nobody.plain.post('/users', { username: 'eve-by-herself', password: PASSWORD });
    const { id } = await latest('eve-by-herself');
    const { jsonApi } = club.admin;
    expect((await jsonApi.get(`/audit-events/${id}/actor`)).body.data).toBeNull();
    expect((await jsonApi.get(`/audit-events/${id}/relationships/actor`)).body.data).toBeNull();
  });

  it('shows events to those who administer their records, and nothing to others', async () => {
    await club.role('appointer', ['roles', 'mode']);
    const appointer = await club.join('appointer', ['appointer']);
    const manager = await club.join('manager', ['usermanager']);
    const seen = recordsIn(await appointer.plain.get('/audit-events?page[size]=1000'));
    expect(new Set(seen.map(({ subject_type }) => subject_type as string))).toEqual(
      new Set(['role', 'mode']),
    );
    const [about] = idsIn(await club.admin.plain.get('/audit-events?filter[subject_type]=user'));
    for (const path of [
      `/audit-events/${about}`,
      `/audit-events/${about}/actor`,
      `/audit-events/${about}/relationships/actor`,
    ]) {
      for (const { jsonApi } of [appointer, manager, ann]) expect((await jsonApi.get(path)).status).toBe(403);
    }
    for (const { plain } of [manager, ann]) expect((await plain.get('/audit-events')).status).toBe(403);
    expect((await club.nobody.plain.get('/audit-events')).status).toBe(401);
    expect((await club.admin.plain.get('/audit-events/999999')).body.code).toBe('AUDIT_EVENT_NOT_FOUND');
  });

  it.each(['post', 'put', 'patch', 'delete'] as const)('cannot be changed by %s', async (method) => {
    const { id } = await latest('drill');
    const path = method === 'post' ? '/audit-events' : `/audit-events/${id}`;
    expect(await refused(club, () => club.admin.plain[method](path, {}))).toMatchObject({ status: 405 });
  });

  it.each(['UPDATE audit_events SET address = NULL', 'DELETE FROM audit_events', 'TRUNCATE audit_events'])(
    'cannot be changed by %s either',
    async (statement) => {
      const state = () => club.database.query('SELECT * FROM audit_events ORDER BY id');
      const { rows } = await state();
      await expect(club.database.query(statement)).rejects.toThrow('append-only');
      expect((await state()).rows).toEqual(rows);
    },
  );

  it('tells of changes that came past the server, too', async () => {
    await club.database.query(`INSERT INTO items (id, description) VALUES ('by-hand', 'Ladder')`);
    expect(await latest('by-hand')).toMatchObject({
      action: 'create',
      actor: null,
      address: null,
      request_id: null,
    });
  });

  it('keeps the id of a request to what the server made', async () => {
    const forged = randomUUID();
    const answer = await ann.plain.patch(
      '/users/ann',
      { last_name: 'A' },
      { headers: { 'x-request-id': forged } },
    );
    expect(answer.headers.get('x-request-id')).not.toBe(forged);
    expect(await eventsOf(answer)).toHaveLength(1);
  });
});

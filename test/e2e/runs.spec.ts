import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Club, type Member } from '../support/club.js';
import type { Answer } from '../support/client.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let ann: Member;
let bob: Member;
let manager: Member;
let coach: Member;

beforeAll(async () => {
  club = await Club.open();
  await club.role('coach', ['runs']);
  ann = await club.join('ann');
  bob = await club.join('bob', ['regular'], { time_zone: 'Asia/Tokyo' });
  manager = await club.join('manager', ['usermanager']);
  coach = await club.join('coach', ['coach']);
});
afterAll(() => club.close());

const created = async (member: Member, changes: object = {}): Promise<string> => {
  const { status, body } = await member.plain.post('/runs', runBody(changes));
  expect(status).toBe(201);
  return body.run.id;
};

/** What was refused left everything as it was. */
async function refused(work: () => Promise<Answer>): Promise<Answer> {
  const before = await club.everything();
  const answer = await work();
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(await club.everything()).toEqual(before);
  return answer;
}

describe('POST /runs', () => {
  it('answers the stored run, its place and its user, in plain JSON', async () => {
    const { status, headers, body } = await ann.plain.post('/runs', runBody());
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`${club.url}/runs/${body.run.id}`);
    expect(body.run).toEqual({
      id: expect.stringMatching(/^\d+$/),
      ...runBody(),
      date: '2020-01-24',
      duration: 1451,
      weather_info: null,
      weather_status: 'disabled',
      created_at: expect.stringMatching(/^\d{4}-.*Z$/),
      updated_at: body.run.created_at,
      user: 'ann',
    });
    expect((await ann.plain.get(`/runs/${body.run.id}`)).body).toEqual(body);
  });

  it.each([
    [
      { start_time: '2020-01-24T16:34:34', end_time: '2020-01-24T16:58:45' },
      '2020-01-24T16:34:34.000Z',
      1451,
    ],
    [{ start_time: '2020-01-24T22:04:34.8389+05:30' }, '2020-01-24T16:34:34.838Z', 1451],
    [{ start_time: '2020-01-24T16:58:45.8379Z' }, '2020-01-24T16:58:45.837Z', 1],
    [{ end_time: '2020-01-26T16:34:34.838Z' }, '2020-01-24T16:34:34.838Z', 172_800],
  ])('takes the times %j', async (times, start, duration) => {
    const { status, body } = await ann.plain.post('/runs', runBody(times));
    expect({ status, start: body.run.start_time, duration: body.run.duration }).toEqual({
      status: 201,
      start,
      duration,
    });
  });

  it('takes the date of the owner’s zone, and keeps it when the zone changes later', async () => {
    const late = { start_time: '2020-01-24T20:00:00Z', end_time: '2020-01-24T21:00:00Z' };
    const id = await created(bob, late);
    expect((await bob.plain.get(`/runs/${id}`)).body.run.date).toBe('2020-01-25');
    await bob.plain.patch('/users/bob', { time_zone: 'America/New_York' });
    expect((await bob.plain.patch(`/runs/${id}`, { distance: 1 })).body.run.date).toBe('2020-01-25');
    expect((await bob.plain.patch(`/runs/${id}`, { start_time: '2020-01-24T14:00:00Z' })).body.run.date).toBe(
      '2020-01-24',
    );
    const next = await created(bob, late);
    expect((await bob.plain.get(`/runs/${next}`)).body.run.date).toBe('2020-01-24');
  });

  it.each([
    [{ end_time: '2020-01-24T16:34:34.838Z' }, 'end_time'],
    [{ end_time: '2020-01-24T16:00:00Z' }, 'end_time'],
    [{ end_time: '2020-01-26T16:34:34.839Z' }, 'end_time'],
    // So far away that their duration is no number that a column holds.
    [{ end_time: '9999-12-31T23:59:59.999Z' }, 'end_time'],
    [{ end_time: '0001-01-01T00:00:00Z' }, 'end_time'],
    [{ start_time: '2999-01-01T00:00:00Z', end_time: '2999-01-01T01:00:00Z' }, 'start_time'],
    [{ start_time: '2020-02-30T00:00:00Z' }, 'start_time'],
    [{ start_time: 1_579_883_674 }, 'start_time'],
    [{ start_time: '1' }, 'start_time'],
    [{ distance: 0 }, 'distance'],
    [{ distance: 500_001 }, 'distance'],
    [{ distance: 1.5 }, 'distance'],
    [{ distance: '' }, 'distance'],
    [{ distance: '0x10' }, 'distance'],
    [{ distance: true }, 'distance'],
    [{ distance: null }, 'distance'],
    [{ distance: [4200] }, 'distance'],
    [{ start_lat: 90.1 }, 'start_lat'],
    [{ end_lng: '-180.5' }, 'end_lng'],
    [{ end_lat: 'NaN' }, 'end_lat'],
    [{ end_lat: '1e1' }, 'end_lat'],
    [{ weather_info: {} }, 'weather_info'],
    [{ date: '2020-01-24' }, 'date'],
    [{ duration: 5 }, 'duration'],
    [{ constructor: 1 }, 'constructor'],
    [{ user: 7 }, 'user'],
    [{ user: 'a\0b' }, 'user'],
  ])('refuses %j by naming the field, in both representations', async (changes, field) => {
    const plain = await refused(() => ann.plain.post('/runs', runBody(changes)));
    expect(plain).toMatchObject({ status: 422, body: { fields: { [field]: expect.any(String) } } });
    if (field === 'user') return;
    const document = { data: { type: 'run', attributes: runBody(changes) } };
    const jsonApi = await refused(() => ann.jsonApi.post('/runs', document));
    expect(jsonApi.status).toBe(422);
    expect(jsonApi.body.errors).toContainEqual(
      expect.objectContaining({ status: '422', source: { pointer: `/data/attributes/${field}` } }),
    );
  });

  it('tells all faults at once; a missing member has the pointer of its parent', async () => {
    const document = { data: { type: 'run', attributes: { distance: 0, nonsense: 1 } } };
    const { status, body } = await refused(() => ann.jsonApi.post('/runs', document));
    expect(status).toBe(422);
    expect(body.errors.map((error: { source: object }) => error.source)).toEqual(
      expect.arrayContaining([
        { pointer: '/data/attributes/distance' },
        { pointer: '/data/attributes/nonsense' },
        { pointer: '/data/attributes' },
      ]),
    );
    expect(body.errors).toHaveLength(8);
  });

  it('refuses ids that clients make', async () => {
    expect((await refused(() => ann.plain.post('/runs', runBody({ id: '5' })))).status).toBe(403);
    const document = { data: { type: 'run', id: '5', attributes: runBody() } };
    expect((await refused(() => ann.jsonApi.post('/runs', document))).status).toBe(403);
  });

  it('is for those who are logged in', async () => {
    const answer = await refused(() => club.nobody.plain.post('/runs', runBody()));
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it.each(['admin', 'coach'])('lets %s log for others, under any case of their name', async (username) => {
    const member = username === 'admin' ? club.admin : coach;
    const { status, body } = await member.plain.post('/runs', runBody({ user: 'ANN' }));
    expect({ status, user: body.run.user }).toEqual({ status: 201, user: 'ann' });
  });

  it('lets nobody else log for others', async () => {
    for (const member of [bob, manager]) {
      const { status, body } = await refused(() => member.plain.post('/runs', runBody({ user: 'ann' })));
      expect({ status, error: body.error }).toEqual({ status: 403, error: 'Not authorized.' });
    }
  });
});

describe('one run', () => {
  let id: string;
  beforeAll(async () => {
    id = await created(ann);
  });

  it.each(['get', 'delete'] as const)(
    '%s: 404 where there is none, 403 where it is another’s',
    async (method) => {
      for (const path of [
        '/runs/999999',
        '/runs/abc',
        '/runs/0',
        '/runs/-1',
        '/runs/99999999999999999999',
        '/runs/1e3',
        '/runs/%00',
      ]) {
        const { status, body } = await refused(() => bob.plain[method](path));
        expect({ path, status, error: body.error }).toEqual({ path, status: 404, error: 'Run not found.' });
      }
      const strange = await refused(() => bob.plain[method](`/runs/${id}`));
      expect(strange).toMatchObject({ status: 403, body: { error: 'Not authorized.' } });
      expect((await refused(() => manager.jsonApi[method](`/runs/${id}`))).status).toBe(403);
    },
  );

  it('PATCH changes what is sent and derives the rest anew', async () => {
    const { body } = await ann.plain.patch(`/runs/${id}`, {
      end_time: '2020-01-24T17:00:00Z',
      distance: '5000',
    });
    expect(body.run).toMatchObject({ distance: 5000, duration: 1525, end_time: '2020-01-24T17:00:00.000Z' });
    const document = { data: { type: 'run', id, attributes: { distance: 4200 } } };
    expect((await ann.jsonApi.patch(`/runs/${id}`, document)).body.data.attributes.distance).toBe(4200);
  });

  it('PATCH with nothing in it changes nothing', async () => {
    const before = await club.everything();
    expect((await ann.plain.patch(`/runs/${id}`, {})).status).toBe(200);
    expect(await club.everything()).toEqual(before);
  });

  it('PATCH checks one time against the other that stays', async () => {
    const { status, body } = await refused(() =>
      ann.plain.patch(`/runs/${id}`, { start_time: '2020-01-25T00:00:00Z' }),
    );
    expect({ status, fields: Object.keys(body.fields) }).toEqual({ status: 422, fields: ['end_time'] });
  });

  it.each([{ distance: null }, { start_time: '' }, { user: null }, { weather_status: 'ok' }])(
    'PATCH refuses %j',
    async (changes) => {
      expect((await refused(() => ann.plain.patch(`/runs/${id}`, changes))).status).toBe(422);
    },
  );

  it('PATCH: ids and types that disagree are 409', async () => {
    const attributes = { distance: 1 };
    for (const data of [
      { type: 'run', id: '0', attributes },
      { type: 'user', id, attributes },
    ]) {
      expect((await refused(() => ann.jsonApi.patch(`/runs/${id}`, { data }))).status).toBe(409);
    }
    expect((await refused(() => ann.plain.patch(`/runs/${id}`, { id: '0', ...attributes }))).status).toBe(
      409,
    );
  });

  it('PATCH moves a run to another user for those with the permission only', async () => {
    expect((await refused(() => ann.plain.patch(`/runs/${id}`, { user: 'bob' }))).status).toBe(403);
    expect((await refused(() => coach.plain.patch(`/runs/${id}`, { user: 'nobody' }))).status).toBe(404);
    expect((await ann.plain.patch(`/runs/${id}`, { user: 'Ann' })).status).toBe(200);
    const document = {
      data: { type: 'run', id, relationships: { user: { data: { type: 'user', id: 'bob' } } } },
    };
    const { body } = await coach.jsonApi.patch(`/runs/${id}`, document);
    expect(body.data.relationships.user.data).toEqual({ type: 'user', id: 'bob' });
    expect((await ann.plain.get(`/runs/${id}`)).status).toBe(403);
    await coach.plain.patch(`/runs/${id}`, { user: 'ann' });
  });

  it('its user: related, linkage, included, and null is no answer', async () => {
    expect((await ann.plain.get(`/runs/${id}/user`)).body.user.username).toBe('ann');
    const linkage = await ann.jsonApi.get(`/runs/${id}/relationships/user`);
    expect(linkage.body.data).toEqual({ type: 'user', id: 'ann' });
    expect((await ann.plain.get(`/runs/${id}/relationships/user`)).status).toBe(406);
    const included = await ann.jsonApi.get(`/runs/${id}?include=user&fields[user]=phone`);
    expect(included.body.included).toEqual([
      { type: 'user', id: 'ann', attributes: { phone: null }, links: { self: `${club.url}/users/ann` } },
    ]);
    expect((await coach.jsonApi.get(`/runs/${id}/user`)).status).toBe(403);
    expect((await coach.jsonApi.get(`/runs/${id}?include=user`)).body.included).toEqual([]);
  });

  it('DELETE answers what was there', async () => {
    const gone = await created(ann);
    const { status, body } = await ann.plain.delete(`/runs/${gone}`);
    expect({ status, message: body.message, id: body.run.id }).toEqual({
      status: 200,
      message: 'Run successfully deleted.',
      id: gone,
    });
    expect((await ann.plain.get(`/runs/${gone}`)).status).toBe(404);
    const next = await created(ann);
    expect((await ann.jsonApi.delete(`/runs/${next}`)).body).toEqual({
      meta: { message: 'Run successfully deleted.' },
      jsonapi: { version: '1.1' },
    });
  });
});

describe('lists of runs', () => {
  const ids = ({ body }: Answer): string[] => (body.runs ?? body.data).map(({ id }: { id: string }) => id);

  it('show one’s own, or with the permission all, newest first', async () => {
    const mine = await ann.plain.get('/runs');
    expect(new Set(mine.body.runs.map((run: { user: string }) => run.user))).toEqual(new Set(['ann']));
    const all = await coach.plain.get('/runs');
    expect(Number(all.headers.get('x-total-count'))).toBeGreaterThan(
      Number(mine.headers.get('x-total-count')),
    );
    const times = all.body.runs.map((run: { start_time: string }) => run.start_time);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('nested under a user need the right to read that user, then show what one may see', async () => {
    expect(ids(await ann.plain.get('/users/ann/runs'))).toEqual(ids(await ann.plain.get('/runs')));
    expect((await bob.plain.get('/users/ann/runs')).status).toBe(403);
    expect((await bob.plain.get('/users/nobody/runs')).status).toBe(404);
    expect(ids(await manager.plain.get('/users/ann/runs'))).toEqual([]);
    expect(ids(await club.admin.plain.get('/users/ann/runs'))).toEqual(ids(await ann.plain.get('/runs')));
  });

  it('a filter on another’s runs finds nothing of theirs', async () => {
    for (const filter of [
      'filter[user]=bob',
      "filter=user.username eq 'bob'",
      "filter=NOT (user eq 'ann')",
      'filter[user][ne]=ann',
    ]) {
      expect(ids(await ann.plain.get(`/runs?${encodeURI(filter)}`))).toEqual([]);
    }
  });

  it.each([
    '/runs?page[size]=0',
    '/runs?page[size]=1001',
    '/runs?page[number]=x',
    '/runs?limit=5&page[size]=5',
    '/runs?limit=1&limit=2',
    '/runs?offset=-1',
    '/runs?sort=nonsense',
    '/runs?sort=weather_info',
    '/runs?sort=user.username',
    '/runs?fields[run]=password',
    '/runs?nonsense=1',
    '/runs?filter[constructor]=1',
    '/runs?filter[distance]=many',
    '/runs?filter[start_time]=2020-13-01',
    '/runs?filter[user.password]=x',
    '/runs?filter={"name":"distance"}',
    '/runs?filter=(distance gt 5',
    '/runs?include=user',
    '/runs?filter[distance]=%00',
    '/runs?filter=%FF',
    '/runs?filter=%ED%A0%80',
  ])('GET %s is 400', async (path) => {
    const { status, body } = await ann.plain.get(path);
    expect({ status, error: typeof body.error }).toEqual({ status: 400, error: 'string' });
  });
});

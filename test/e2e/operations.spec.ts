import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/answers.js';
import { fresh } from '../support/bodies.js';
import type { Json } from '../support/client.js';
import { Club, PASSWORD } from '../support/club.js';
import { addCast, addItem, type Cast, historyOf } from '../support/lending-cast.js';
import {
  add,
  ATOMIC_JSON_API,
  hand,
  linkTo,
  listOf,
  operate,
  remove,
  update,
} from '../support/operations.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let cast: Cast;
beforeAll(async () => {
  club = await Club.open();
  cast = await addCast(club);
});
afterAll(() => club.close());

const resultsOf = ({ body }: { body: Json }): Json[] => body['atomic:results'];
const item = (id: string, more: object = {}) => add('loan-item', { description: 'drill' }, { id, ...more });
const member = (username: string, more: object = {}) => add('user', { username, password: PASSWORD }, more);

async function addItems(count: number, holder: string | null): Promise<string[]> {
  const ids = Array.from({ length: count }, () => fresh('item'));
  await Promise.all(ids.map((id) => addItem(club, id, holder)));
  return ids;
}

async function holderOf(id: string): Promise<string | null> {
  const { body } = await club.admin.plain.get(`/loan-items/${id}`);
  return body['loan-item'].loanedto;
}

describe('a list of operations', () => {
  it('adds, changes and removes records, in its order', async () => {
    const [kept, gone] = [fresh('item'), fresh('item')];
    const answer = await operate(club.admin, [
      item(kept),
      item(gone),
      update('loan-item', kept, { description: 'better drill' }),
      remove('loan-item', { id: gone }),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(ATOMIC_JSON_API);
    expect(answer.body.jsonapi).toEqual({ version: '1.1' });
    const [first, second, third, fourth] = resultsOf(answer);
    expect(first.data).toMatchObject({ type: 'loan-item', id: kept, attributes: { description: 'drill' } });
    expect(second.data.links.self).toBe(`${club.url}/loan-items/${gone}`);
    expect(third.data.attributes.description).toBe('better drill');
    expect(fourth).toEqual({ meta: { message: 'Loan item successfully deleted.' } });
    expect((await club.admin.plain.get(`/loan-items/${kept}`)).status).toBe(200);
    expect((await club.admin.plain.get(`/loan-items/${gone}`)).status).toBe(404);
  });

  it('answers with what the records’ own routes answer', async () => {
    const id = fresh('item');
    const [added] = resultsOf(
      await operate(club.admin, [item(id, { relationships: { loanedto: linkTo('user', { id: 'ann' }) } })]),
    );
    const { body } = await club.admin.jsonApi.get(`/loan-items/${id}`);
    expect(added).toEqual({ data: body.data });
  });

  it('changes to-one relationships, and says nothing of them', async () => {
    const [id = ''] = await addItems(1, null);
    const answer = await operate(club.admin, [
      hand(id, 'ann'),
      hand(id, 'carl'),
      hand(id, null),
      hand(id, 'ann'),
    ]);
    expect([answer.status, resultsOf(answer)]).toEqual([200, [{}, {}, {}, {}]]);
    expect((await historyOf(club, id)).map(({ borrower }) => borrower)).toEqual(['ann', 'carl', 'ann']);
  });

  it('moves runs, lends by loans and makes roles', async () => {
    const [id = ''] = await addItems(1, null);
    const role = fresh('role');
    const answer = await operate(club.admin, [
      add('run', runBody(), { lid: 'r' }),
      {
        op: 'update',
        ref: { type: 'run', lid: 'r', relationship: 'user' },
        data: { type: 'user', id: 'ann' },
      },
      add('loan', {}, { relationships: { item: linkTo('loan-item', { id }) } }),
      add('role', { name: role, permissions: ['items'] }),
    ]);
    expect(answer.status).toBe(200);
    const [run, moved, loan, made] = resultsOf(answer);
    expect([moved, made.data.id]).toEqual([{}, role]);
    expect(loan.data.relationships.borrower.data.id).toBe('admin');
    expect((await club.admin.plain.get(`/runs/${run.data.id as string}`)).body.run.user).toBe('ann');
  });

  it.each([
    ['a path', (path: string) => path],
    ['a link of ours', (path: string) => club.url + path],
  ])('takes %s as the target', async (_, hrefOf) => {
    const id = fresh('a:b');
    const path = `/loan-items/${encodeURIComponent(id)}`;
    const answer = await operate(club.admin, [
      { ...item(id), href: hrefOf('/loan-items') },
      {
        op: 'update',
        href: hrefOf(path),
        data: { type: 'loan-item', id, attributes: { description: 'saw' } },
      },
      { op: 'update', href: hrefOf(`${path}/relationships/loanedto`), data: { type: 'user', id: 'ann' } },
      { op: 'update', href: hrefOf(`${path}/relationships/loanedto`), data: null },
      { op: 'remove', href: hrefOf(path) },
    ]);
    expect([answer.status, resultsOf(answer).length]).toEqual([200, 5]);
    expect(await historyOf(club, id)).toEqual([]);
  });

  it('ignores members that nobody knows', async () => {
    const document = {
      ...listOf([{ ...item(fresh('item')), meta: { why: 'spring' }, unknown: 1 }]),
      meta: {},
      jsonapi: { version: '1.1' },
    };
    const headers = { 'Content-Type': ATOMIC_JSON_API };
    expect((await club.admin.jsonApi.post('/operations', document, { headers })).status).toBe(200);
  });
});

describe('local ids', () => {
  it('name records that the list adds: in relationships, in linkage and as targets', async () => {
    const [username, id] = [fresh('user'), fresh('item')];
    const answer = await operate(club.admin, [
      member(username, { lid: 'me' }),
      item(id, { lid: 'me', relationships: { loanedto: linkTo('user', { lid: 'me' }) } }),
      add('run', runBody(), { relationships: { user: linkTo('user', { lid: 'me' }) } }),
      { op: 'update', data: { type: 'user', lid: 'me', attributes: { first_name: 'Eve' } } },
      {
        op: 'update',
        ref: { type: 'user', lid: 'me' },
        data: { type: 'user', lid: 'me', attributes: { last_name: 'Day' } },
      },
      { op: 'update', ref: { type: 'loan-item', lid: 'me', relationship: 'loanedto' }, data: null },
      {
        op: 'update',
        ref: { type: 'loan-item', lid: 'me', relationship: 'loanedto' },
        data: { type: 'user', lid: 'me' },
      },
    ]);
    expect(answer.status).toBe(200);
    const [, lent, run, first, last] = resultsOf(answer);
    expect(lent.data.relationships.loanedto.data).toEqual({ type: 'user', id: username });
    expect(run.data.relationships.user.data.id).toBe(username);
    expect([first.data.attributes.first_name, last.data.attributes.last_name]).toEqual(['Eve', 'Day']);
    expect((await historyOf(club, id)).map(({ borrower }) => borrower)).toEqual([username, username]);
  });

  it('may be gone again before the list ends', async () => {
    const answer = await operate(club.admin, [
      item(fresh('item'), { lid: 'x' }),
      remove('loan-item', { lid: 'x' }),
    ]);
    expect(answer.status).toBe(200);
    const again = () =>
      operate(club.admin, [
        item(fresh('item'), { lid: 'x' }),
        remove('loan-item', { lid: 'x' }),
        remove('loan-item', { lid: 'x' }),
      ]);
    expect(await refused(club, again)).toMatchObject({ status: 404, places: ['/atomic:operations/2'] });
  });

  it('point to where they stand in the document when they name another type', async () => {
    const id = fresh('item');
    const attempt = () =>
      operate(club.admin, [
        item(id, { lid: 'x' }),
        { op: 'update', ref: { type: 'loan-item', lid: 'x' }, data: { type: 'loan-item', id: 'other' } },
      ]);
    expect(await refused(club, attempt)).toMatchObject({
      status: 409,
      code: 'ID_MISMATCH',
      places: ['/atomic:operations/1/data/id'],
    });
  });

  const to = (lid: unknown) => ({ relationships: { loanedto: { data: { type: 'user', lid } } } });
  it.each([
    ['an unknown target', [remove('user', { lid: 'x' })], '/0/ref/lid'],
    ['an unknown record to update', [{ op: 'update', data: { type: 'user', lid: 'x' } }], '/0/data/lid'],
    ['an unknown relation', [item('i1', to('x'))], '/0/data/relationships/loanedto/data/lid'],
    ['an unknown linkage', [{ ...hand('i1', 'x'), data: { type: 'user', lid: 'x' } }], '/0/data/lid'],
    [
      'one that comes later',
      [item('i1', to('x')), member('u1', { lid: 'x' })],
      '/0/data/relationships/loanedto/data/lid',
    ],
    ['itself', [item('i1', { lid: 'x', ...to('x') })], '/0/data/relationships/loanedto/data/lid'],
    [
      'another type',
      [item('i1', { lid: 'x' }), item('i2', to('x'))],
      '/1/data/relationships/loanedto/data/lid',
    ],
    ['the prototype', [item('i1', to('constructor'))], '/0/data/relationships/loanedto/data/lid'],
    ['a number', [item('i1', to(1))], '/0/data/relationships/loanedto/data/lid'],
    ['a number of its own', [item('i1', { lid: 1 })], '/0/data/lid'],
    ['one name twice', [item('i1', { lid: 'x' }), item('i2', { lid: 'x' })], '/1/data/lid'],
  ])(
    'are refused by their place where they name %s, before anything is done',
    async (_, operations, place) => {
      expect(await refused(club, () => operate(club.admin, operations))).toMatchObject({
        status: 400,
        places: [`/atomic:operations${place}`],
      });
    },
  );
});

describe('a failure', () => {
  it.each([
    ['an attribute', update('loan-item', 'ID', { description: 7 }), 422, '/1/data/attributes/description'],
    ['a missing attribute', add('loan-item', {}), 422, '/1/data/attributes'],
    ['missing attributes', { op: 'add', data: { type: 'run' } }, 422, '/1/data'],
    ['an unknown attribute', update('loan-item', 'ID', { 'a/b~c': 1 }), 422, '/1/data/attributes/a~1b~0c'],
    [
      'a misplaced member',
      add('loan-item', { description: 'x', loanedto: 'ann' }),
      422,
      '/1/data/attributes/loanedto',
    ],
    ['another type', { ...hand('ID', 'ann'), data: { type: 'run', id: '1' } }, 409, '/1/data/type'],
    [
      'another id',
      { ...update('loan-item', 'other', {}), ref: { type: 'loan-item', id: 'ID' } },
      409,
      '/1/data/id',
    ],
    ['another collection', { ...add('run', {}), href: '/loan-items' }, 409, '/1/data/type'],
    ['an id of the server’s', add('run', runBody(), { id: '7' }), 403, '/1/data/id'],
    ['an id that is taken', item('ID'), 409, '/1'],
    ['a record that is not there', remove('run', { id: '999999' }), 404, '/1'],
    ['a user that is not there', hand('ID', 'nobody'), 404, '/1'],
    [
      'a to-many relationship',
      { op: 'add', ref: { type: 'user', id: 'ann', relationship: 'runs' }, data: [] },
      404,
      '/1',
    ],
    [
      'a required relationship',
      { op: 'update', ref: { type: 'run', id: 'RUN', relationship: 'user' }, data: null },
      403,
      '/1/data',
    ],
    [
      'a relationship of a loan',
      { op: 'update', ref: { type: 'loan', id: '1', relationship: 'item' }, data: null },
      403,
      '/1',
    ],
    ['adding to a to-one relationship', { ...hand('ID', 'ann'), op: 'add' }, 403, '/1'],
    ['a record that nobody adds', add('report', {}), 404, '/1'],
    ['a record that nobody changes', update('loan', '1', {}), 403, '/1'],
    ['no data', { op: 'update', ref: { type: 'loan-item', id: 'ID' } }, 400, '/1'],
    [
      'no linkage',
      { op: 'update', ref: { type: 'loan-item', id: 'ID', relationship: 'loanedto' } },
      400,
      '/1',
    ],
    ['data that is a list', { op: 'add', href: '/runs', data: [] }, 400, '/1/data'],
    ['an empty id', remove('run', { id: '' }), 404, '/1'],
    ['a dot for an id', remove('loan-item', { id: '..' }), 404, '/1'],
    ['an endless id', remove('loan-item', { id: 'x'.repeat(5000) }), 404, '/1'],
    ['an id with a lone surrogate', remove('loan-item', { id: '\ud800' }), 404, '/1'],
    ['an id with NUL', remove('loan-item', { id: '\0' }), 404, '/1'],
  ])('of the second operation, %s, undoes the first and says where', async (_, second, status, place) => {
    const [id = ''] = await addItems(1, null);
    const { body } = await club.admin.plain.post('/runs', runBody({ user: 'ann' }));
    const text = JSON.stringify(second)
      .replaceAll('"ID"', `"${id}"`)
      .replaceAll('"RUN"', `"${body.run.id as string}"`);
    const failing = JSON.parse(text) as object;
    const refusal = await refused(club, () =>
      operate(club.admin, [item(fresh('item')), failing, item(fresh('item'))]),
    );
    expect([refusal.status, ...new Set(refusal.places)]).toEqual([status, `/atomic:operations${place}`]);
    expect(refusal.headers.get('content-type')).toBe(ATOMIC_JSON_API);
  });

  it('tells all faults of the operation at once', async () => {
    const attempt = () => operate(club.admin, [add('run', runBody({ distance: 0, start_lat: 91 }))]);
    const { status, places } = await refused(club, attempt);
    expect(status).toBe(422);
    expect([...places].sort()).toEqual([
      '/atomic:operations/0/data/attributes/distance',
      '/atomic:operations/0/data/attributes/start_lat',
    ]);
  });

  it('of a constraint undoes what came before it, too', async () => {
    const [id = ''] = await addItems(1, 'ann');
    const attempt = () =>
      operate(club.admin, [update('loan-item', id, { description: 'x' }), remove('loan-item', { id })]);
    expect(await refused(club, attempt)).toMatchObject({ status: 409, code: 'LOAN_ITEM_ON_LOAN' });
  });
});

describe('each operation', () => {
  it('is authorised as if it came alone: what is forbidden undoes what was not', async () => {
    const { body } = await cast.regular.plain.post('/runs', runBody());
    const own = body.run.id as string;
    const attempt = () =>
      operate(cast.regular, [
        update('run', own, { distance: 1 }),
        add('run', runBody()),
        item(fresh('item')),
      ]);
    expect(await refused(club, attempt)).toMatchObject({
      status: 403,
      code: 'NOT_AUTHORIZED',
      places: ['/atomic:operations/2'],
    });
    const allowed = await operate(cast.regular, [
      update('run', own, { distance: 1 }),
      remove('run', { id: own }),
    ]);
    expect(allowed.status).toBe(200);
  });

  it.each([
    [
      'somebody else’s run',
      () => add('run', runBody(), { relationships: { user: linkTo('user', { id: 'carl' }) } }),
    ],
    ['another user', () => update('user', 'carl', { first_name: 'x' })],
    ['a privileged role', () => update('user', 'ann', { roles: ['admin'] })],
    ['an item, in admin-operated mode', () => hand('none', 'ann')],
  ])('of a regular user may not touch %s', async (_, operation) => {
    expect(
      await refused(club, () => operate(cast.regular, [add('run', runBody()), operation()])),
    ).toMatchObject({ status: 403 });
  });

  it('sees what those before it did, to the caller as well', async () => {
    const self = await club.join(fresh('boss'), ['admin']);
    const attempt = () =>
      operate(self, [update('user', self.username, { roles: ['regular'] }), item(fresh('item'))]);
    expect(await refused(club, attempt)).toMatchObject({ status: 403, places: ['/atomic:operations/1'] });
    const leaving = () => operate(self, [remove('user', { id: self.username }), item(fresh('item'))]);
    const refusal = await refused(club, leaving);
    expect(refusal).toMatchObject({ status: 401, places: ['/atomic:operations/1'] });
    expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('works with either credential', async () => {
    const headers = { Accept: ATOMIC_JSON_API, 'Content-Type': ATOMIC_JSON_API };
    const answer = await cast.regular.plain.post('/operations', listOf([add('run', runBody())]), { headers });
    expect(answer.status).toBe(200);
    expect(resultsOf(answer)[0].data.relationships.user.data.id).toBe('ann');
  });
});

describe('a club’s bulk work', () => {
  it('checks in forty items with one request', async () => {
    const ids = await addItems(40, 'ann');
    const answer = await operate(
      cast.lender,
      ids.map((id) => hand(id, null)),
    );
    expect([answer.status, resultsOf(answer)]).toEqual([200, ids.map(() => ({}))]);
    const histories = await Promise.all(ids.map((id) => historyOf(club, id)));
    expect(histories.map(([loan]) => loan?.returned_by)).toEqual(ids.map(() => 'lea'));
  });

  it('registers a team, which can log in then', async () => {
    const names = Array.from({ length: 12 }, () => fresh('runner'));
    const answer = await operate(
      cast.usermanager,
      names.map((name) => member(name)),
    );
    expect(resultsOf(answer).map(({ data }) => data.id)).toEqual(names);
    expect((await club.login(names[11] ?? '')).token).toEqual(expect.any(String));
  });

  it('does a hundred operations, and not one more', async () => {
    const many = (count: number) => Array.from({ length: count }, () => item(fresh('item')));
    const answer = await operate(club.admin, many(100));
    expect([answer.status, resultsOf(answer).length]).toEqual([200, 100]);
    expect(await refused(club, () => operate(club.admin, many(101)))).toMatchObject({
      status: 400,
      places: ['/atomic:operations'],
    });
  });
});

describe('lists at the same moment', () => {
  it('that lend the same items, in whatever order, have one winner; the others keep nothing', async () => {
    for (let round = 0; round < 3; round += 1) {
      const ids = await addItems(8, null);
      const orders = [ids, ids.toReversed(), [...ids.slice(4), ...ids.slice(0, 4)], ids.toReversed()];
      const members = [cast.regular, cast.carl, cast.usermanager, cast.keeper];
      await club.setMode('self-service');
      const answers = await Promise.all(
        members.map((each, at) =>
          operate(
            each,
            (orders[at] ?? []).map((id) => hand(id, each.username)),
          ),
        ),
      );
      await club.setMode('admin-operated');
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      const winner = members[answers.findIndex(({ status }) => status === 200)];
      expect(await Promise.all(ids.map(holderOf))).toEqual(ids.map(() => winner?.username));
      const histories = await Promise.all(ids.map((id) => historyOf(club, id)));
      expect(histories.flat()).toHaveLength(8);
    }
  });

  it('need no more connections than there are: three times as many lists as the pool holds', async () => {
    const lists = Array.from({ length: 30 }, () => [
      item(fresh('item')),
      add('run', runBody()),
      item(fresh('item')),
    ]);
    const answers = await Promise.all(lists.map((operations) => operate(club.admin, operations)));
    expect(answers.map(({ status }) => status)).toEqual(lists.map(() => 200));
  });
});

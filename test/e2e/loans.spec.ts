import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countIn, idsIn, recordIn, recordsIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import type { Json } from '../support/client.js';
import { Club, type Member } from '../support/club.js';
import { addCast, addItem, type Cast, historyOf, type Role } from '../support/lending-cast.js';

let club: Club;
let cast: Cast;
beforeAll(async () => {
  club = await Club.open();
  cast = await addCast(club);
});
afterAll(() => club.close());

const MODES = ['admin-operated', 'self-service'] as const;
const inAWeek = () => new Date(Date.now() + 7 * 24 * 3600 * 1000).toISOString();

async function newItem(holder: string | null = null): Promise<string> {
  const id = fresh('item-');
  await addItem(club, id, holder);
  return id;
}

async function openLoan(holder: string): Promise<{ item: string; loan: string }> {
  const item = await newItem(holder);
  const [loan] = await historyOf(club, item);
  return { item, loan: loan?.id ?? '' };
}

describe.each(FORMATS)('POST /loans in %s', (format) => {
  const lend = (by: Member, fields: object) => by[format].post('/loans', bodyOf(format, 'loan', fields));

  it.each(MODES)('lends to anybody by those with `loans` (%s)', async (mode) => {
    await club.setMode(mode);
    for (const by of [cast.lender, club.admin]) {
      const item = await newItem();
      const due_at = inAWeek();
      const answer = await lend(by, { item, borrower: 'CARL', due_at });
      expect(answer.status).toBe(201);
      const record = recordIn(answer);
      expect(record).toEqual({
        id: expect.stringMatching(/^[1-9]\d*$/),
        loaned_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        due_at,
        returned_at: null,
        status: 'open',
        item_description: 'drill',
        item,
        borrower: 'carl',
        lent_by: by.username,
        returned_by: null,
      });
      expect(answer.headers.get('location')).toBe(`${club.url}/loans/${record.id}`);
      const own = await lend(by, { item: await newItem(), borrower: null, due_at: '' });
      expect(recordIn(own)).toMatchObject({ borrower: by.username, due_at: null });
    }
  });

  it.each(['regular', 'usermanager', 'keeper'] as const)(
    'lends a free item to oneself in self-service mode: %s',
    async (role) => {
      await club.setMode('self-service');
      const me = cast[role].username;
      expect(recordIn(await lend(cast[role], { item: await newItem() }))).toMatchObject({
        borrower: me,
        lent_by: me,
      });
      const named = { item: await newItem(), borrower: me.toUpperCase() };
      expect(recordIn(await lend(cast[role], named))).toMatchObject({ borrower: me });
      for (const fields of [
        { item: await newItem(), borrower: 'carl' },
        { item: await newItem(), borrower: 'no-such-user' },
        { item: await newItem(), borrower: 'idle' },
        { item: await newItem(), due_at: inAWeek() },
      ]) {
        expect(await refused(club, () => lend(cast[role], fields))).toMatchObject({
          status: 403,
          detail: 'Not authorized.',
        });
      }
    },
  );

  it('is 403 without `loans` in admin-operated mode, whatever is sent', async () => {
    await club.setMode('admin-operated');
    for (const role of ['regular', 'usermanager', 'keeper'] as const) {
      for (const fields of [{ item: await newItem() }, { item: 'no-such' }, { nonsense: 1 }]) {
        expect(await refused(club, () => lend(cast[role], fields))).toMatchObject({ status: 403 });
      }
    }
    const anonymous = await newItem();
    expect(await refused(club, () => lend(club.nobody, { item: anonymous }))).toMatchObject({ status: 401 });
  });

  it('needs a free item, of admins too, and whoever holds it', async () => {
    await club.setMode('self-service');
    for (const [role, holder] of [
      ['admin', 'carl'],
      ['admin', 'admin'],
      ['lender', 'lea'],
      ['regular', 'carl'],
      ['regular', 'ann'],
    ] as const) {
      const item = await newItem(holder);
      expect(await refused(club, () => lend(cast[role], { item }))).toMatchObject({
        status: 409,
        code: 'ITEM_ON_LOAN',
        detail: 'Item is already on loan.',
      });
    }
  });

  it.each([
    [{ item: 'no-such' }, 404, 'LOAN_ITEM_NOT_FOUND'],
    [{ item: 'a b/c' }, 404, 'LOAN_ITEM_NOT_FOUND'],
    [{ item: 'FREE', borrower: 'no-such-user' }, 404, 'USER_NOT_FOUND'],
    [{ item: 'FREE', borrower: 'idle' }, 404, 'USER_NOT_FOUND'],
  ])('of %j is %i %s', async (fields, status, code) => {
    const item = fields.item === 'FREE' ? await newItem() : fields.item;
    expect(await refused(club, () => lend(club.admin, { ...fields, item }))).toMatchObject({ status, code });
  });

  it.each([
    [{}, []],
    [{ due_at: '2020-01-01' }, ['due_at']],
    [{ due_at: new Date(Date.now() - 1000).toISOString() }, ['due_at']],
    [{ due_at: 'tomorrow' }, ['due_at']],
    [{ due_at: 1893456000 }, ['due_at']],
    [{ due_at: '2999-02-30' }, ['due_at']],
    [{ loaned_at: '2020-01-01T00:00:00Z' }, ['loaned_at']],
    [{ status: 'returned', returned_at: inAWeek() }, ['returned_at', 'status']],
    [{ lent_by_: 'carl', __proto__x: 1 }, ['__proto__x', 'lent_by_']],
  ])('with %j is 422 before anything is looked up', async (fields, places) => {
    const item = await newItem('carl');
    const sent = Object.keys(fields).length === 0 ? {} : { item, ...fields };
    const refusal = await refused(club, () => lend(club.admin, sent));
    expect(refusal.status).toBe(422);
    const missing = format === 'plain' ? ['item'] : ['/data'];
    const named = places.map((place) => (format === 'plain' ? place : `/data/attributes/${place}`));
    if (places.length > 0) expect([...refusal.places].sort()).toEqual(named);
    if (places.length === 0) expect(refusal.places[0]?.startsWith(missing[0] ?? '')).toBe(true);
  });

  it.each(['a\0b', '\ud800', ''])('for the item %j is 422', async (item) => {
    expect(await refused(club, () => lend(club.admin, { item }))).toMatchObject({ status: 422 });
  });

  it('never takes an id, or who lent', async () => {
    const item = await newItem();
    const withId = () => club.admin.jsonApi.post('/loans', bodyOf('jsonApi', 'loan', { item }, '5'));
    expect(await refused(club, withId)).toMatchObject({ status: 403, code: 'CLIENT_ID_FORBIDDEN' });
    const plainId = () => club.admin.plain.post('/loans', { id: '5', item });
    expect(await refused(club, plainId)).toMatchObject({ status: 403 });
    const lentBy = () => club.admin.plain.post('/loans', { item, lent_by: 'carl' });
    expect(await refused(club, lentBy)).toMatchObject({ status: 422, places: ['lent_by'] });
    const relationships = {
      item: { data: { type: 'loan-item', id: item } },
      lent_by: { data: { type: 'user', id: 'carl' } },
    };
    const related = () => club.admin.jsonApi.post('/loans', { data: { type: 'loan', relationships } });
    expect(await refused(club, related)).toMatchObject({
      status: 422,
      places: ['/data/relationships/lent_by'],
    });
  });
});

describe.each(FORMATS)('POST /loans/{id}/return in %s', (format) => {
  const giveBack = (by: Member, loan: string) => by[format].post(`/loans/${loan}/return`);

  it.each(['lender', 'admin'] as const)('by %s returns anybody’s, once', async (role: Role) => {
    await club.setMode('admin-operated');
    const { item, loan } = await openLoan('carl');
    const answer = await giveBack(cast[role], loan);
    expect(answer.status).toBe(200);
    expect(recordIn(answer)).toMatchObject({
      id: loan,
      status: 'returned',
      returned_at: expect.any(String),
      returned_by: cast[role].username,
      borrower: 'carl',
    });
    const before = await club.everything();
    expect(recordIn(await giveBack(club.admin, loan))).toMatchObject({ returned_by: cast[role].username });
    expect(await club.everything()).toEqual(before);
    await club.admin.plain.put(`/loan-items/${item}`, { loanedto: 'ann' });
    expect(recordIn(await giveBack(club.admin, loan))).toMatchObject({ id: loan, status: 'returned' });
    expect((await club.admin.plain.get(`/loan-items/${item}`)).body['loan-item'].loanedto).toBe('ann');
  });

  it('returns one’s own in self-service mode, and nobody else’s', async () => {
    const [own, carls] = [await openLoan('ann'), await openLoan('carl')];
    await club.setMode('admin-operated');
    for (const { loan } of [own, carls]) {
      expect(await refused(club, () => giveBack(cast.regular, loan))).toMatchObject({ status: 403 });
    }
    await club.setMode('self-service');
    for (const by of [cast.regular, cast.usermanager, cast.keeper]) {
      expect(await refused(club, () => giveBack(by, carls.loan))).toMatchObject({
        status: 403,
        detail: 'Not authorized.',
      });
    }
    expect(recordIn(await giveBack(cast.regular, own.loan))).toMatchObject({ returned_by: 'ann' });
  });

  it.each(['0', '99999999', '-1', 'abc', '1.5', '9223372036854775808', 'a%00', '%F0%9F%91%9F'])(
    'of the loan %s is 404',
    async (id) => {
      for (const method of ['GET', 'POST']) {
        const path = method === 'GET' ? `/loans/${id}` : `/loans/${id}/return`;
        expect(await refused(club, () => club.admin[format].send(method, path))).toMatchObject({
          status: 404,
          code: 'LOAN_NOT_FOUND',
        });
      }
    },
  );

  it('ignores a body, and needs a token', async () => {
    const { loan } = await openLoan('carl');
    expect(await refused(club, () => giveBack(club.nobody, loan))).toMatchObject({ status: 401 });
    expect(await refused(club, () => club.admin[format].patch(`/loans/${loan}`, {}))).toMatchObject({
      status: 405,
    });
    expect(await refused(club, () => club.admin[format].delete(`/loans/${loan}`))).toMatchObject({
      status: 405,
    });
  });
});

describe.each(FORMATS)('the history in %s', (format) => {
  let shed: Club;
  let people: Cast;
  let loans: Record<string, string>;
  beforeAll(async () => {
    shed = await Club.open();
    people = await addCast(shed);
    await addItem(shed, 'drill', 'ann');
    await shed.admin.plain.put('/loan-items/drill', { loanedto: 'carl' });
    await addItem(shed, 'saw', 'carl', 'saw');
    await shed.admin.plain.put('/loan-items/saw', { loanedto: null });
    const [first, second] = await historyOf(shed, 'drill');
    const [third] = await historyOf(shed, 'saw');
    loans = { anns: first?.id ?? '', carls: second?.id ?? '', saw: third?.id ?? '' };
  });
  afterAll(() => shed.close());

  const list = (by: Member, path: string) => by[format].get(path);

  it('shows all to those with `loans`, newest first, and their own to others', async () => {
    for (const by of [people.lender, people.admin]) {
      expect(idsIn(await list(by, '/loans'))).toEqual([loans['saw'], loans['carls'], loans['anns']]);
    }
    expect(idsIn(await list(people.regular, '/loans'))).toEqual([loans['anns']]);
    expect(idsIn(await list(people.carl, '/loans'))).toEqual([loans['saw'], loans['carls']]);
    for (const by of [people.usermanager, people.keeper]) expect(countIn(await list(by, '/loans'))).toBe(0);
  });

  it('refuses others’ loans one by one', async () => {
    for (const by of [people.regular, people.usermanager, people.keeper]) {
      for (const path of ['', '/item', '/borrower', '/return']) {
        const method = path === '/return' ? 'POST' : 'GET';
        expect(
          await refused(shed, () => by[format].send(method, `/loans/${loans['carls']}${path}`)),
        ).toMatchObject({ status: 403 });
      }
    }
    expect(recordIn(await list(people.regular, `/loans/${loans['anns']}`))).toMatchObject({
      borrower: 'ann',
      lent_by: 'admin',
    });
  });

  it('of an item shows what the caller may see, to those who may read the item', async () => {
    const path = '/loan-items/drill/loans';
    expect(idsIn(await list(people.admin, path))).toEqual([loans['carls'], loans['anns']]);
    expect(countIn(await list(people.keeper, path))).toBe(0);
    expect(idsIn(await list(people.carl, path))).toEqual([loans['carls']]);
    await shed.setMode('admin-operated');
    expect(await refused(shed, () => list(people.regular, path))).toMatchObject({ status: 403 });
    await shed.setMode('self-service');
    expect(idsIn(await list(people.regular, path))).toEqual([loans['anns']]);
  });

  it('of a user shows what the caller may see, to those who may read the user', async () => {
    const path = '/users/CARL/loans';
    expect(idsIn(await list(people.admin, path))).toEqual([loans['saw'], loans['carls']]);
    expect(idsIn(await list(people.carl, path))).toEqual([loans['saw'], loans['carls']]);
    expect(countIn(await list(people.usermanager, path))).toBe(0);
    for (const by of [people.regular, people.keeper, people.lender]) {
      expect(await refused(shed, () => list(by, path))).toMatchObject({ status: 403 });
    }
    expect(await refused(shed, () => list(people.admin, '/users/no-such/loans'))).toMatchObject({
      status: 404,
    });
  });

  it('filters by status and people', async () => {
    const found = async (by: Member, query: string) => idsIn(await list(by, `/loans?${encodeURI(query)}`));
    expect(await found(people.admin, 'filter[status]=open')).toEqual([loans['carls']]);
    expect(await found(people.admin, 'filter[status]=returned')).toEqual([loans['saw'], loans['anns']]);
    expect(await found(people.admin, 'filter[borrower]=CARL&sort=id')).toEqual([
      loans['carls'],
      loans['saw'],
    ]);
    expect(await found(people.admin, 'filter[item]=saw')).toEqual([loans['saw']]);
    expect(await found(people.regular, 'filter[borrower]=carl')).toEqual([]);
    expect(await found(people.regular, "filter=(borrower ne 'ann')")).toEqual([]);
  });

  it('is told to be overdue after its date', async () => {
    await addItem(shed, `late-${format}`, 'carl');
    await shed.database.query(
      `UPDATE loans SET loaned_at = now() - interval '2 days', due_at = now() - interval '1 day' WHERE item_id = $1`,
      [`late-${format}`],
    );
    const answer = await list(people.admin, '/loans?filter[status]=overdue');
    expect(recordsIn(answer)).toMatchObject([{ item: `late-${format}`, status: 'overdue' }]);
    await shed.admin.plain.put(`/loan-items/late-${format}`, { loanedto: null });
    await shed.database.query('DELETE FROM loans WHERE item_id = $1', [`late-${format}`]);
  });
});

describe('who is behind a loan', () => {
  it('is named to the borrower and shown to those who may read users', async () => {
    const { loan } = await openLoan('ann');
    const path = `/loans/${loan}?include=item,borrower,lent_by,returned_by`;
    const included = async (by: Member) =>
      ((await by.jsonApi.get(path)).body.included as Json[]).map(({ type, id }) => `${type} ${id}`).sort();
    await club.setMode('self-service');
    const item = `loan-item ${recordIn(await club.admin.plain.get(`/loans/${loan}`)).item}`;
    expect(await included(club.admin)).toEqual([item, 'user admin', 'user ann']);
    expect(await included(cast.regular)).toEqual([item, 'user ann']);
    const linkage = await cast.regular.jsonApi.get(`/loans/${loan}/relationships/lent_by`);
    expect(linkage.body.data).toEqual({ type: 'user', id: 'admin' });
    const related = () => cast.regular.jsonApi.get(`/loans/${loan}/lent_by`);
    expect(await refused(club, related)).toMatchObject({ status: 403 });
    expect((await cast.regular.jsonApi.get(`/loans/${loan}/returned_by`)).body.data).toBeNull();
    expect(await cast.regular.plain.get(`/loans/${loan}/relationships/lent_by`)).toMatchObject({
      status: 406,
    });
    for (const query of [
      "lent_by.email like '%25'",
      'filter[lent_by.role]=admin',
      "has(lent_by, role eq 'admin')",
    ]) {
      const asked = query.startsWith('filter') ? query : `filter=${query}`;
      const answer = await cast.regular.jsonApi.get(`/loans?${asked}`);
      expect(answer.status === 400 || countIn(answer) === 0).toBe(true);
    }
  });

  it('is blank once deleted, and the loan stays', async () => {
    const [borrower, operator] = [await club.join(fresh('bob')), await club.join(fresh('op'), ['lender'])];
    const item = await newItem();
    await operator.plain.put(`/loan-items/${item}`, { loanedto: borrower.username });
    await operator.plain.put(`/loan-items/${item}`, { loanedto: null });
    const [loan] = await historyOf(club, item);
    expect(await club.admin.plain.delete(`/users/${borrower.username}`)).toMatchObject({ status: 200 });
    expect(await club.admin.plain.delete(`/users/${operator.username}`)).toMatchObject({ status: 200 });
    expect(recordIn(await club.admin.plain.get(`/loans/${loan?.id}`))).toMatchObject({
      item,
      borrower: null,
      lent_by: null,
      returned_by: null,
      status: 'returned',
    });
    expect((await club.admin.jsonApi.get(`/loans/${loan?.id}/borrower`)).body.data).toBeNull();
    expect((await club.admin.jsonApi.get(`/loans/${loan?.id}/relationships/borrower`)).body.data).toBeNull();
  });
});

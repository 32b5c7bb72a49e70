import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countIn, idsIn, recordIn, recordsIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import type { Json } from '../support/client.js';
import { Club } from '../support/club.js';
import { addCast, addItem, type Cast, historyOf } from '../support/lending-cast.js';

let club: Club;
let cast: Cast;
beforeAll(async () => {
  club = await Club.open();
  cast = await addCast(club);
});
afterAll(() => club.close());

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe.each(FORMATS)('entering items in %s', (format) => {
  const enter = (fields: object, id?: string) =>
    cast.keeper[format].post(
      '/loan-items',
      bodyOf(format, 'loan-item', { ...(format === 'plain' && id !== undefined && { id }), ...fields }, id),
    );

  it('makes a UUID where no id is given', async () => {
    const answer = await enter({ description: 'wheelbarrow' });
    expect(answer.status).toBe(201);
    const record = recordIn(answer);
    expect(record).toEqual({
      id: expect.stringMatching(UUID),
      description: 'wheelbarrow',
      available: true,
      loanedto: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(answer.headers.get('location')).toBe(`${club.url}/loan-items/${record.id}`);
  });

  it.each(['a', 'x'.repeat(64), '...', '-', ':', 'Aa0._:-', '__proto__', 'constructor', 'null'])(
    'takes the id %s, which then finds it',
    async (stem) => {
      const id = stem.length === 64 ? `${stem.slice(0, 60)}${format.slice(0, 4)}` : stem;
      const gone = await club.admin.plain.delete(`/loan-items/${encodeURIComponent(id)}`);
      expect([200, 404]).toContain(gone.status);
      expect(recordIn(await enter({ description: 'drill' }, id))).toMatchObject({ id });
      expect(recordIn(await cast.keeper[format].get(`/loan-items/${id}`))).toMatchObject({ id });
    },
  );

  it.each(['', 'a b', 'a/b', 'é', 'a\0b', 'x'.repeat(65), 'a\n', '%41', '\ud800'])(
    'refuses the id %j with its place',
    async (id) => {
      const refusal = await refused(club, () => enter({ description: 'drill' }, id));
      expect(refusal).toMatchObject({ status: 422, places: [format === 'plain' ? 'id' : '/data/id'] });
    },
  );

  it('refuses an id that is there already', async () => {
    const id = fresh('item-');
    await enter({ description: 'drill' }, id);
    expect(await refused(club, () => enter({ description: 'saw' }, id))).toMatchObject({
      status: 409,
      code: 'LOAN_ITEM_ALREADY_EXISTS',
    });
    expect(await enter({ description: 'saw' }, id.toUpperCase())).toMatchObject({ status: 201 });
  });

  it.each(['x', 'x'.repeat(1000), ' ', '👟 Zoë "<script>"', "'; DROP TABLE items; --", '\n\t'])(
    'takes the description %j',
    async (description) => {
      expect(recordIn(await enter({ description }))).toMatchObject({ description });
    },
  );

  it.each([
    [{}, null],
    [{ description: '' }, 'description'],
    [{ description: null }, 'description'],
    [{ description: 5 }, 'description'],
    [{ description: ['x'] }, 'description'],
    [{ description: 'a\0b' }, 'description'],
    [{ description: '\udfff' }, 'description'],
    [{ description: 'x'.repeat(1001) }, 'description'],
    [{ description: 'x', available: false }, 'available'],
    [{ description: 'x', created_at: '2020-01-01' }, 'created_at'],
    [{ description: 'x', colour: 'red' }, 'colour'],
  ])('of %j is 422', async (fields, field) => {
    const refusal = await refused(club, () => enter(fields));
    expect(refusal.status).toBe(422);
    const missing = format === 'plain' ? 'description' : '/data/attributes';
    const place = format === 'plain' ? field : `/data/attributes/${field}`;
    expect(refusal.places).toEqual([field === null ? missing : place]);
  });

  it('is for those with `items`', async () => {
    const body = bodyOf(format, 'loan-item', { description: 'drill' });
    for (const by of [cast.regular, cast.usermanager, cast.lender]) {
      for (const content of [body, { nonsense: 1 }]) {
        expect(await refused(club, () => by[format].post('/loan-items', content))).toMatchObject({
          status: 403,
          detail: 'Not authorized.',
        });
      }
    }
    expect(await refused(club, () => club.nobody[format].post('/loan-items', body))).toMatchObject({
      status: 401,
    });
  });
});

describe.each(FORMATS)('changing and deleting items in %s', (format) => {
  it.each(['PUT', 'PATCH'])('%s changes the description for those with `items`', async (method) => {
    const id = fresh('item-');
    await addItem(club, id, null);
    const send = (by: Cast[keyof Cast], fields: object, named = id) =>
      by[format].send(method, `/loan-items/${id}`, bodyOf(format, 'loan-item', fields, named));
    expect(recordIn(await send(cast.keeper, { description: 'saw' }))).toMatchObject({
      id,
      description: 'saw',
    });
    for (const mode of ['self-service', 'admin-operated'] as const) {
      await club.setMode(mode);
      for (const by of [cast.regular, cast.usermanager, cast.lender]) {
        expect(await refused(club, () => send(by, { description: 'mine' }))).toMatchObject({ status: 403 });
      }
    }
    for (const fields of [{ description: '' }, { description: null }, { available: true }, { id_: 1 }]) {
      expect(await refused(club, () => send(cast.keeper, fields))).toMatchObject({ status: 422 });
    }
    const before = await club.everything();
    expect(await send(cast.keeper, {})).toMatchObject({ status: 200 });
    expect(await club.everything()).toEqual(before);
  });

  it('of an item that is not there is 404', async () => {
    for (const id of ['no-such', 'a%00b', '%2e%2e%2fusers', '%F0%9F%91%9F', 'x'.repeat(100)]) {
      const body =
        format === 'plain'
          ? { description: 'x' }
          : bodyOf(format, 'loan-item', { description: 'x' }, decodeURIComponent(id));
      for (const ask of [
        () => club.admin[format].get(`/loan-items/${id}`),
        () => club.admin[format].put(`/loan-items/${id}`, body),
        () => club.admin[format].delete(`/loan-items/${id}`),
        () => club.admin[format].get(`/loan-items/${id}/loans`),
        () => club.admin[format].get(`/loan-items/${id}/loanedto`),
      ]) {
        expect(await refused(club, ask)).toMatchObject({ status: 404, code: 'LOAN_ITEM_NOT_FOUND' });
      }
    }
  });

  it('never changes an id: 409', async () => {
    const id = fresh('item-');
    await addItem(club, id, null);
    const body = bodyOf(
      format,
      'loan-item',
      { ...(format === 'plain' && { id: 'other' }), description: 'x' },
      'other',
    );
    expect(await refused(club, () => club.admin[format].put(`/loan-items/${id}`, body))).toMatchObject({
      status: 409,
      code: 'ID_MISMATCH',
    });
  });

  it('deletes a free item, whose loans stay readable', async () => {
    const id = fresh('item-');
    await addItem(club, id, 'ann', 'old drill');
    await club.admin.plain.put(`/loan-items/${id}`, { loanedto: null });
    const [loan] = await historyOf(club, id);
    for (const by of [cast.regular, cast.usermanager, cast.lender]) {
      expect(await refused(club, () => by[format].delete(`/loan-items/${id}`))).toMatchObject({
        status: 403,
      });
    }
    const { status, body } = await cast.keeper[format].delete(`/loan-items/${id}`);
    expect(status).toBe(200);
    expect(body.message ?? body.meta.message).toBe('Loan item successfully deleted.');
    if (format === 'plain') expect(body['loan-item']).toMatchObject({ id, description: 'old drill' });
    const reread = await cast.regular[format].get(`/loans/${loan?.id}`);
    expect(recordIn(reread)).toMatchObject({ item: null, item_description: 'old drill', borrower: 'ann' });
    expect((await cast.regular[format].get(`/loans/${loan?.id}/item`)).body).toMatchObject(
      format === 'plain' ? { 'loan-item': null } : { data: null },
    );
    expect(await club.admin[format].post(`/loans/${loan?.id}/return`)).toMatchObject({ status: 200 });
  });

  it('keeps an item that is on loan', async () => {
    const id = fresh('item-');
    await addItem(club, id, 'carl');
    for (const by of [cast.keeper, club.admin]) {
      expect(await refused(club, () => by[format].delete(`/loan-items/${id}`))).toMatchObject({
        status: 409,
        detail: 'Cannot delete loan item that is loaned.',
      });
    }
  });
});

describe('lists', () => {
  let shed: Club;
  let people: Cast;
  const held = { free: null, anns: 'ann', carls: 'carl', 'carls-2': 'carl' };
  beforeAll(async () => {
    shed = await Club.open();
    people = await addCast(shed);
    for (const [id, holder] of Object.entries(held)) await addItem(shed, id, holder, `${id} drill`);
    for (const text of ['100% wool', '100x wool', 'snake_case', 'snakeXcase', 'back\\slash', 'BOOTS']) {
      await addItem(shed, `z-${fresh('')}`, null, text);
    }
  });
  afterAll(() => shed.close());

  const found = async (by: Cast[keyof Cast], query: string) =>
    idsIn(await by.plain.get(`/loan-items?${query}`));
  const descriptions = async (query: string) =>
    recordsIn(await people.keeper.plain.get(`/loan-items?${query}`)).map(
      (item: Json) => item.description as string,
    );

  it.each([
    ['contains=100%25', ['100% wool']],
    ['contains=_case', ['snake_case']],
    ['contains=back%5C', ['back\\slash']],
    ['contains=%25', ['100% wool']],
    ['contains=boots', ['BOOTS']],
    ['contains=100%25&contains2=', 400],
    ["contains=';--", []],
  ])('?%s is literal text in any case', async (query, expected) => {
    if (typeof expected === 'number') {
      expect(await people.keeper.plain.get(`/loan-items?${query}`)).toMatchObject({ status: expected });
      return;
    }
    expect(await descriptions(query)).toEqual(expected);
  });

  it.each([
    ['limit=2', ['anns', 'carls'], 10],
    ['limit=2&offset=1', ['carls', 'carls-2'], 10],
    ['limit=5&offset=20', [], 10],
    ['loanedto=CARL', ['carls', 'carls-2'], 2],
    ['loanedto=carl&contains=2', ['carls-2'], 1],
    ['loanedto=carl&limit=1&offset=1', ['carls-2'], 2],
    ['loanedto=no-such-user', [], 0],
    ['filter[available]=false', ['anns', 'carls', 'carls-2'], 3],
    ['filter[loanedto][is_null]=&contains=drill', ['free'], 1],
  ])('?%s', async (query, ids, count) => {
    const answer = await people.lender.plain.get(`/loan-items?${query}`);
    expect([idsIn(answer), countIn(answer)]).toEqual([ids, count]);
  });

  it.each([
    'limit=0',
    'limit=1001',
    'limit=x',
    'limit=',
    'limit=-1',
    'offset=-1',
    'limit=1&page[size]=1',
    'limit=1&limit=2',
    'colour=red',
    'loanedto=a&loanedto=b',
    'contains=%00',
    'limit=1.5',
    'limit=1e1',
    'limit=99999999999999999999',
    'offset=99999999999999999999',
  ])('?%s is 400', async (query) => {
    expect(await refused(shed, () => people.lender.plain.get(`/loan-items?${query}`))).toMatchObject({
      status: 400,
    });
  });

  it.each(['limit=1', 'offset=1', 'loanedto=carl', 'contains=x'])(
    '?%s is 400 in JSON:API and says what to use',
    async (query) => {
      const { status, body } = await people.lender.jsonApi.get(`/loan-items?${query}`);
      expect(status).toBe(400);
      expect(body.errors[0].source.parameter).toBe(query.split('=')[0]);
      expect(body.errors[0].detail).toMatch(/filter\[|page\[|application\/json/);
    },
  );

  describe('in admin-operated mode', () => {
    beforeAll(() => shed.setMode('admin-operated'));

    it.each(FORMATS)('show a regular user what they hold, and no more (%s)', async (format) => {
      for (const query of ['', '?filter[available]=false', '?sort=-id']) {
        const answer = await people.regular[format].get(`/loan-items${query}`);
        expect([idsIn(answer), countIn(answer)]).toEqual([['anns'], 1]);
        expect(recordsIn(answer)[0]).toMatchObject({ loanedto: 'ann', available: false });
      }
      for (const query of [
        'filter[available]=true',
        'filter[loanedto]=carl',
        'filter[description][contains]=carls',
      ]) {
        expect(countIn(await people.regular[format].get(`/loan-items?${query}`))).toBe(0);
      }
      for (const path of ['free', 'carls', 'carls/loans', 'carls/loanedto']) {
        expect(await refused(shed, () => people.regular[format].get(`/loan-items/${path}`))).toMatchObject({
          status: 403,
          detail: 'Not authorized.',
        });
      }
      expect(await people.regular[format].get('/loan-items/anns')).toMatchObject({ status: 200 });
      expect(await refused(shed, () => people.regular[format].get('/loan-items/no-such'))).toMatchObject({
        status: 404,
      });
      expect(countIn(await people.usermanager[format].get('/loan-items'))).toBe(0);
    });
  });

  describe.each([
    ['a regular user in self-service mode', 'regular', 'self-service', 'ann'],
    ['a usermanager in self-service mode', 'usermanager', 'self-service', null],
    ['one with `items` only', 'keeper', 'admin-operated', null],
    ['one with `items` only in self-service mode', 'keeper', 'self-service', null],
  ] as const)('to %s', (_, who, mode, own) => {
    beforeAll(() => shed.setMode(mode));
    const mine = own === null ? [] : ['anns'];

    it.each(FORMATS)('show the whole catalogue without other holders (%s)', async (format) => {
      const answer = await people[who][format].get('/loan-items?filter[description][contains]=drill');
      expect(countIn(answer)).toBe(4);
      for (const item of recordsIn(answer)) {
        const holder = held[item.id as keyof typeof held];
        expect(item).toMatchObject({ available: holder === null, loanedto: holder === own ? own : null });
      }
      expect(JSON.stringify(answer.body)).not.toContain('"carl"');
    });

    it.each([
      'filter[loanedto]=carl',
      "filter=(loanedto eq 'carl')",
      "filter=(loanedto_id in ('carl', 'Carl'))",
      'filter={"name":"loanedto","op":"like","val":"c%25"}',
      "filter=any(loans, borrower eq 'carl')",
      "filter=has(loanedto, username eq 'carl')",
      "filter=(loanedto.username eq 'carl')",
      "filter=(loans.borrower eq 'carl')",
    ])('?%s finds nothing, or is no filter here', async (query) => {
      const answer = await people[who].plain.get(`/loan-items?${query.replaceAll(' ', '%20')}`);
      if (answer.status === 400) return;
      expect([answer.status, countIn(answer)]).toEqual([200, 0]);
    });

    it('filter and sort by what is shown only', async () => {
      expect(await found(people[who], 'loanedto=carl')).toEqual([]);
      expect(await found(people[who], 'loanedto=ann')).toEqual(mine);
      expect(await found(people[who], 'filter[loanedto][is_not_null]=')).toEqual(mine);
      expect(await found(people[who], 'filter=has(loanedto)')).toEqual(mine);
      const others = Object.keys(held)
        .filter((id) => !mine.includes(id))
        .sort();
      expect(await found(people[who], 'sort=loanedto&contains=drill')).toEqual([...mine, ...others]);
      const reversed = await found(people[who], 'sort=-loanedto&contains=drill');
      expect(reversed).toEqual([...mine, ...others.reverse()]);
    });

    it('mask holders in includes, linkage, related and nested lists', async () => {
      const { jsonApi, plain } = people[who];
      const listed = await jsonApi.get('/loan-items?include=loanedto');
      expect(listed.body.included.map(({ id }: Json) => id as string)).toEqual(own === null ? [] : ['ann']);
      expect((await jsonApi.get('/loan-items/carls/relationships/loanedto')).body.data).toBeNull();
      expect((await jsonApi.get('/loan-items/carls/loanedto')).body.data).toBeNull();
      expect((await plain.get('/loan-items/carls/loanedto')).body).toEqual({ user: null });
      expect((await plain.get('/loan-items/carls')).body['loan-item'].loanedto).toBeNull();
      expect(countIn(await plain.get('/loan-items/carls/loans'))).toBe(0);
      if (own === null) return;
      expect((await jsonApi.get('/loan-items/anns/loanedto')).body.data.id).toBe('ann');
      expect(countIn(await plain.get('/loan-items/anns/loans'))).toBe(1);
    });
  });

  it('show holders to those with `loans`, though not what those hold private', async () => {
    await shed.setMode('admin-operated');
    const { jsonApi } = people.lender;
    const listed = await jsonApi.get('/loan-items?include=loanedto&filter[id]=carls');
    expect(listed.body.data[0].relationships.loanedto.data).toEqual({ type: 'user', id: 'carl' });
    expect(listed.body.included).toEqual([]);
    expect((await jsonApi.get('/loan-items/carls/relationships/loanedto')).body.data.id).toBe('carl');
    expect(await refused(shed, () => jsonApi.get('/loan-items/carls/loanedto'))).toMatchObject({
      status: 403,
    });
    for (const query of ["has(loanedto, phone eq 'x')", "has(loanedto, username eq 'carl')"]) {
      const answer = await jsonApi.get(`/loan-items?filter=${encodeURIComponent(query)}`);
      expect([answer.status, countIn(answer)]).toEqual([200, 0]);
    }
    const full = await shed.admin.jsonApi.get('/loan-items?include=loanedto&filter[id]=carls');
    expect(full.body.included).toMatchObject([{ type: 'user', id: 'carl' }]);
  });
});

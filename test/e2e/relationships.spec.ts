import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordIn, refused } from '../support/answers.js';
import { fresh } from '../support/bodies.js';
import { Club, type Member } from '../support/club.js';
import { addCast, addItem, type Cast, historyOf } from '../support/lending-cast.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let cast: Cast;
let runner: Member;
beforeAll(async () => {
  club = await Club.open();
  cast = await addCast(club);
  await club.role('coach', ['runs']);
  runner = await club.join('cora', ['coach']);
});
afterAll(() => club.close());

const user = (id: string) => ({ data: { type: 'user', id } });
const NOBODY = { data: null };

async function addRun(owner = 'carl'): Promise<string> {
  const answer = await club.admin.plain.post('/runs', runBody({ user: owner }));
  return recordIn(answer).id;
}

const ownerOf = async (id: string): Promise<string> =>
  recordIn(await club.admin.plain.get(`/runs/${id}`)).user;

const toHolder = (item: string): string => `/loan-items/${item}/relationships/loanedto`;
const toOwner = (run: string): string => `/runs/${run}/relationships/user`;

describe('PATCH /loan-items/{id}/relationships/loanedto', () => {
  it('lends, transfers and returns, and answers with the linkage', async () => {
    const item = fresh('item');
    await addItem(club, item, null);
    for (const [to, holder] of [
      [user('ann'), 'ann'],
      [user('CARL'), 'carl'],
      [NOBODY, null],
    ] as const) {
      const { status, body, headers } = await club.admin.jsonApi.patch(toHolder(item), to);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/vnd.api+json');
      expect(body).toEqual({
        data: holder && { type: 'user', id: holder },
        links: {
          self: `${club.url}${toHolder(item)}`,
          related: `${club.url}/loan-items/${item}/loanedto`,
        },
        jsonapi: { version: '1.1' },
      });
    }
    const loans = await historyOf(club, item);
    expect(loans.map(({ borrower, returned_by }) => [borrower, returned_by])).toEqual([
      ['ann', 'admin'],
      ['carl', 'admin'],
    ]);
  });

  it('answers a read of the linkage at the same path with what was changed', async () => {
    const item = fresh('item');
    await addItem(club, item, null);
    const { body } = await club.admin.jsonApi.patch(toHolder(item), user('ann'));
    expect((await club.admin.jsonApi.get(toHolder(item))).body).toEqual(body);
  });

  it('lets a member lend to themselves and return in self-service mode, and nobody else’s', async () => {
    const [mine, theirs] = [fresh('item'), fresh('item')];
    await addItem(club, mine, null);
    await addItem(club, theirs, 'carl');
    const { jsonApi } = cast.regular;
    expect(await refused(club, () => jsonApi.patch(toHolder(mine), user('ann')))).toMatchObject({
      status: 403,
    });
    await club.setMode('self-service');
    expect((await jsonApi.patch(toHolder(mine), user('ann'))).status).toBe(200);
    expect((await jsonApi.patch(toHolder(mine), NOBODY)).body.data).toBeNull();
    expect(await refused(club, () => jsonApi.patch(toHolder(mine), user('carl')))).toMatchObject({
      status: 403,
    });
    expect(await refused(club, () => jsonApi.patch(toHolder(theirs), NOBODY))).toMatchObject({ status: 403 });
    expect(await refused(club, () => jsonApi.patch(toHolder(theirs), user('ann')))).toMatchObject({
      status: 409,
      code: 'ITEM_ON_LOAN',
    });
    await club.setMode('admin-operated');
  });

  it('changes what the client knows, if it says what that is', async () => {
    const item = fresh('item');
    await addItem(club, item, null);
    const { headers } = await club.admin.jsonApi.get(`/loan-items/${item}`);
    const known = { headers: { 'If-Match': headers.get('etag') ?? '' } };
    const { jsonApi } = club.admin;
    expect((await jsonApi.patch(toHolder(item), user('ann'), known)).status).toBe(200);
    expect(await refused(club, () => jsonApi.patch(toHolder(item), NOBODY, known))).toMatchObject({
      status: 412,
    });
  });

  it('does not lend for those who may only edit', async () => {
    const item = fresh('item');
    await addItem(club, item, null);
    const attempt = () => cast.keeper.jsonApi.patch(toHolder(item), user('ann'));
    expect(await refused(club, attempt)).toMatchObject({ status: 403, code: 'NOT_AUTHORIZED' });
  });

  it('lends to one of many who ask at the same moment', async () => {
    const item = fresh('item');
    await addItem(club, item, null);
    await club.setMode('self-service');
    const members = [cast.regular, cast.carl, cast.usermanager, cast.keeper];
    const answers = await Promise.all(
      members.map(({ jsonApi, username }) => jsonApi.patch(toHolder(item), user(username))),
    );
    await club.setMode('admin-operated');
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await historyOf(club, item)).toHaveLength(1);
  });
});

describe('PATCH /runs/{id}/relationships/user', () => {
  it('moves a run to another user, for those with the permission', async () => {
    const run = await addRun();
    const { status, body } = await runner.jsonApi.patch(toOwner(run), user('ann'));
    expect([status, body.data]).toEqual([200, { type: 'user', id: 'ann' }]);
    expect(await ownerOf(run)).toBe('ann');
  });

  it('takes a document as application/json, too', async () => {
    const run = await addRun();
    const headers = { 'Content-Type': 'application/json' };
    const { status } = await runner.jsonApi.patch(toOwner(run), user('ann'), { headers });
    expect([status, await ownerOf(run)]).toEqual([200, 'ann']);
  });

  it('does not let a member give a run away', async () => {
    const run = await addRun('carl');
    const attempt = () => cast.carl.jsonApi.patch(toOwner(run), user('ann'));
    expect(await refused(club, attempt)).toMatchObject({ status: 403, code: 'NOT_AUTHORIZED' });
  });

  it('does not leave a run without anybody', async () => {
    const run = await addRun();
    expect(await refused(club, () => runner.jsonApi.patch(toOwner(run), NOBODY))).toMatchObject({
      status: 403,
      code: 'RELATIONSHIP_REQUIRED',
      places: ['/data'],
    });
  });

  it.each([
    ['that does not exist', '999999', 404],
    ['that cannot exist', 'abc', 404],
  ])('says 404 of a run %s, whatever is asked', async (_, run, status) => {
    for (const document of [NOBODY, user('ann')]) {
      expect(await refused(club, () => runner.jsonApi.patch(toOwner(run), document))).toMatchObject({
        status,
      });
    }
  });

  it('says 403 of somebody else’s run, whatever is asked', async () => {
    const run = await addRun('carl');
    for (const document of [NOBODY, user('ann')]) {
      const attempt = () => cast.regular.jsonApi.patch(toOwner(run), document);
      expect(await refused(club, attempt)).toMatchObject({ status: 403, code: 'NOT_AUTHORIZED' });
    }
  });
});

describe('a linkage document', () => {
  it.each([
    ['no object', [], 400, []],
    ['nothing in it', {}, 400, ['']],
    ['a list', { data: [{ type: 'user', id: 'ann' }] }, 400, ['/data']],
    ['a word', { data: 'ann' }, 400, ['/data']],
    ['no type', { data: { id: 'ann' } }, 400, ['/data']],
    ['no id', { data: { type: 'user' } }, 400, ['/data']],
    ['a local id', { data: { type: 'user', lid: 'ann' } }, 400, ['/data']],
    ['a number for an id', { data: { type: 'user', id: 1 } }, 400, ['/data/id']],
    ['another type', { data: { type: 'run', id: '1' } }, 409, ['/data/type']],
    ['a type from the prototype', { data: { type: 'constructor', id: '1' } }, 409, ['/data/type']],
    ['an unknown user', user('nobody'), 404, []],
  ] as const)('with %s is refused by its place, and nothing moves', async (_, document, status, places) => {
    const run = await addRun();
    const item = fresh('item');
    await addItem(club, item, 'carl');
    for (const path of [toOwner(run), toHolder(item)]) {
      const refusal = await refused(club, () => club.admin.jsonApi.patch(path, document));
      expect([path, refusal.status, refusal.places]).toEqual([path, status, [...places]]);
    }
  });

  it('that is missing is refused', async () => {
    const run = await addRun();
    expect(await refused(club, () => runner.jsonApi.patch(toOwner(run), undefined))).toMatchObject({
      status: 400,
    });
  });
});

describe('relationships that clients do not change', () => {
  it.each(['item', 'borrower', 'lent_by', 'returned_by'])('%s of a loan is 403', async (name) => {
    const item = fresh('item');
    await addItem(club, item, 'ann');
    const [loan] = await historyOf(club, item);
    for (const document of [NOBODY, user('carl')]) {
      const path = `/loans/${loan?.id ?? ''}/relationships/${name}`;
      expect(await refused(club, () => club.admin.jsonApi.patch(path, document))).toMatchObject({
        status: 403,
        code: 'READ_ONLY',
      });
    }
  });

  it.each(['/users/ann/relationships/runs', '/users/ann/relationships/loans', '/runs/1/relationships/owner'])(
    '%s is unknown',
    async (path) => {
      expect(await refused(club, () => club.admin.jsonApi.patch(path, NOBODY))).toMatchObject({
        status: 404,
      });
    },
  );

  it.each(['POST', 'DELETE', 'PUT'])('%s is not allowed', async (method) => {
    const refusal = await refused(club, () => club.admin.jsonApi.send(method, toOwner('1'), NOBODY));
    expect(refusal.status).toBe(405);
    expect(refusal.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'PATCH']);
  });
});

describe('changes of relationships', () => {
  it('need somebody who is logged in', async () => {
    const run = await addRun();
    expect(await refused(club, () => club.nobody.jsonApi.patch(toOwner(run), user('ann')))).toMatchObject({
      status: 401,
    });
  });

  it('exist in JSON:API only', async () => {
    const run = await addRun();
    expect(await refused(club, () => club.admin.plain.patch(toOwner(run), user('ann')))).toMatchObject({
      status: 406,
    });
  });

  it('take no query parameters', async () => {
    const run = await addRun();
    const attempt = () => club.admin.jsonApi.patch(`${toOwner(run)}?include=user`, user('ann'));
    expect(await refused(club, attempt)).toMatchObject({ status: 400 });
  });

  it('accept the token as access-token, too', async () => {
    const run = await addRun();
    const headers = { Accept: 'application/vnd.api+json' };
    const { status } = await runner.plain.patch(toOwner(run), user('ann'), { headers });
    expect([status, await ownerOf(run)]).toEqual([200, 'ann']);
  });
});

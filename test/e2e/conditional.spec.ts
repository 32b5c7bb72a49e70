import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recordIn, refusalIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import type { Answer, Client } from '../support/client.js';
import { Club, type Member } from '../support/club.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let ann: Member;
let bob: Member;
beforeAll(async () => {
  club = await Club.open();
  ann = await club.join('ann');
  bob = await club.join('bob');
});
afterAll(() => club.close());

const etagOf = ({ headers }: Answer): string => headers.get('etag') ?? '';
const versionIn = (etag: string): string => etag.slice(1).split('-')[0] ?? '';

/** A condition of a request. */
const ifMatch = (etag: string) => ({ headers: { 'If-Match': etag } });
const ifNoneMatch = (etag: string) => ({ headers: { 'If-None-Match': etag } });

async function idOf(posted: Promise<Answer>): Promise<string> {
  const answer = await posted;
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return recordIn(answer).id as string;
}

const newItem = (more: object = {}) =>
  idOf(club.admin.plain.post('/loan-items', { id: fresh('item-'), description: 'drill', ...more }));
const newRun = () => idOf(ann.plain.post('/runs', runBody()));
const newLoan = async () => idOf(club.admin.plain.post('/loans', { item: await newItem(), borrower: 'ann' }));
const newUser = async () => (await club.join(fresh('user-'))).username;

interface Condition {
  readonly headers: Readonly<Record<string, string>>;
}

/** How an admin changes a record. */
type Change = (as: Client, path: string, condition?: Condition) => Promise<Answer>;

const patch =
  (type: string, changes: () => object): Change =>
  (as, path, condition) =>
    as.patch(path, bodyOf(as.format, type, changes(), path.split('/')[2]), condition);

/** Each kind of record that has versions: how one comes to be, and how it is changed. */
const RECORDS: readonly (readonly [collection: string, create: () => Promise<string>, change: Change])[] = [
  ['users', newUser, patch('user', () => ({ first_name: fresh('Name ') }))],
  ['loan-items', newItem, patch('loan-item', () => ({ description: fresh('drill ') }))],
  ['loans', newLoan, (as, path, condition) => as.post(`${path}/return`, undefined, condition)],
  ['runs', newRun, patch('run', () => ({ distance: Number(fresh('')) }))],
];

describe.each(RECORDS)('a record of %s', (collection, create, change) => {
  let path: string;
  beforeEach(async () => {
    path = `/${collection}/${await create()}`;
  });

  it.each(FORMATS)('has a strong ETag that stays until it is changed (%s)', async (format) => {
    const admin = club.admin[format];
    const first = etagOf(await admin.get(path));
    expect(first).toMatch(/^"\d+-[\w-]{22}"$/);
    expect(etagOf(await admin.get(path))).toBe(first);
    expect(etagOf(await admin.send('HEAD', path))).toBe(first);
    const changed = await change(admin, path);
    expect(changed.status).toBe(200);
    expect(versionIn(etagOf(changed))).not.toBe(versionIn(first));
    expect(etagOf(await admin.get(path))).toBe(etagOf(changed));
  });

  it.each(FORMATS)('is not sent again to those who have it (%s)', async (format) => {
    const admin = club.admin[format];
    const full = await admin.get(path);
    const etag = etagOf(full);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await admin.get(path, ifNoneMatch(known));
      expect(answer).toMatchObject({ status: 304, body: undefined });
      for (const name of ['etag', 'vary', 'cache-control']) {
        expect(answer.headers.get(name)).toBe(full.headers.get(name));
      }
      expect(answer.headers.get('content-type')).toBeNull();
      expect((await admin.send('HEAD', path, undefined, ifNoneMatch(known))).status).toBe(304);
    }
    expect(await admin.get(path, ifNoneMatch('"other"'))).toMatchObject({ status: 200, body: full.body });
  });

  it.each(FORMATS)('is changed by those who know what it is, once (%s)', async (format) => {
    const admin = club.admin[format];
    const etag = etagOf(await admin.get(path));
    expect((await change(admin, path, ifMatch(`"other", ${etag}`))).status).toBe(200);
    const refusal = await refused(club, () => change(admin, path, ifMatch(etag)));
    expect(refusal).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
  });

  it('may be changed with the ETag of the other representation, or of some of its fields', async () => {
    const etag = etagOf(await club.admin.jsonApi.get(path));
    expect(etagOf(await club.admin.plain.get(path))).not.toBe(etag);
    expect((await change(club.admin.plain, path, ifMatch(etag))).status).toBe(200);
  });

  it('may be changed by `*`, and never by a weak ETag', async () => {
    const etag = etagOf(await club.admin.plain.get(path));
    const weak = await refused(club, () => change(club.admin.plain, path, ifMatch(`W/${etag}`)));
    expect(weak.status).toBe(412);
    expect((await change(club.admin.plain, path, ifMatch('*'))).status).toBe(200);
  });

  it('is not changed by those who ask that it be not there', async () => {
    const refusal = await refused(club, () => change(club.admin.jsonApi, path, ifNoneMatch('*')));
    expect(refusal).toMatchObject({ status: 412, code: 'PRECONDITION_FAILED' });
  });

  it('is not read with `If-Match` once it is another', async () => {
    const etag = etagOf(await club.admin.plain.get(path));
    expect((await club.admin.plain.get(path, ifMatch(etag))).status).toBe(200);
    expect((await club.admin.plain.get(path, ifMatch('"other"'))).status).toBe(412);
  });

  it.each(['drill', '"drill', 'W/', '"a" "b"', ',', '', '"a",*'])(
    'is 400 under the malformed condition %j',
    async (header) => {
      const refusal = await refused(club, () => change(club.admin.jsonApi, path, ifMatch(header)));
      expect(refusal).toMatchObject({ status: 400, code: 'MALFORMED_HEADER' });
      expect((await club.admin.jsonApi.get(path, ifNoneMatch(header))).status).toBe(400);
    },
  );
});

describe.each([
  ['users', newUser],
  ['loan-items', newItem],
  ['runs', newRun],
] as const)('the deletion of one of %s', (collection, create) => {
  it('takes place only if it is what the client thinks', async () => {
    const path = `/${collection}/${await create()}`;
    const etag = etagOf(await club.admin.plain.get(path));
    const refusal = await refused(club, () => club.admin.plain.delete(path, ifMatch('"1-a"')));
    expect(refusal.status).toBe(412);
    expect((await club.admin.plain.delete(path, ifMatch(etag))).status).toBe(200);
  });
});

describe('an ETag', () => {
  it('is of the fields and the includes that were asked for', async () => {
    const path = `/runs/${await newRun()}`;
    const tags = await Promise.all(
      ['', '?fields[run]=date', '?include=user', '?fields[run]=date,distance'].map(async (query) =>
        etagOf(await ann.jsonApi.get(path + query)),
      ),
    );
    expect(new Set(tags).size).toBe(4);
    expect(new Set(tags.map(versionIn)).size).toBe(1);
  });

  it('changes with what is included', async () => {
    const path = `/runs/${await newRun()}?include=user`;
    const before = etagOf(await ann.jsonApi.get(path));
    await ann.plain.patch('/users/ann', { last_name: fresh('N') });
    const after = await ann.jsonApi.get(path, ifNoneMatch(before));
    expect(after.status).toBe(200);
    expect(versionIn(etagOf(after))).toBe(versionIn(before));
  });

  it('of what was created is the one that a read has', async () => {
    for (const format of FORMATS) {
      const registered = await club.admin.plain.post('/users', {
        username: fresh('new-'),
        password: 'a good password',
      });
      const { id } = recordIn(registered);
      expect(etagOf(registered)).toBe(etagOf(await club.admin.plain.get(`/users/${id}`)));
      const posted = await ann[format].post('/runs', bodyOf(format, 'run', runBody()));
      expect(etagOf(posted)).toBe(etagOf(await ann[format].get(`/runs/${recordIn(posted).id}`)));
    }
  });

  it('is of a related record too, and of oneself', async () => {
    const path = `/runs/${await newRun()}`;
    const user = etagOf(await ann.plain.get('/users/ann'));
    expect(versionIn(etagOf(await ann.plain.get(`${path}/user`)))).toBe(versionIn(user));
    expect(etagOf(await ann.plain.get('/me'))).toBe(user);
    expect((await ann.plain.get('/me', ifNoneMatch(user))).status).toBe(304);
  });

  it('changes with the roles of a user', async () => {
    const { username } = await club.join(fresh('user-'));
    const before = etagOf(await club.admin.plain.get(`/users/${username}`));
    await club.admin.plain.patch(`/users/${username}`, { role: 'usermanager' });
    const refusal = await refused(club, () =>
      club.admin.plain.patch(`/users/${username}`, { first_name: 'X' }, ifMatch(before)),
    );
    expect(refusal.status).toBe(412);
  });

  it('of a deleted record is none of the next one with its id', async () => {
    const id = await newItem();
    const before = etagOf(await club.admin.plain.get(`/loan-items/${id}`));
    await club.admin.plain.delete(`/loan-items/${id}`);
    await club.admin.plain.post('/loan-items', { id, description: 'drill' });
    const refusal = await refused(club, () =>
      club.admin.plain.patch(`/loan-items/${id}`, { description: 'mine' }, ifMatch(before)),
    );
    expect(refusal.status).toBe(412);
  });

  it('is not on lists, and roles have none', async () => {
    for (const path of ['/users', '/runs', '/roles/admin', '/runs/summary']) {
      expect((await club.admin.plain.get(path)).headers.get('etag')).toBeNull();
    }
  });
});

describe('lending', () => {
  it('changes the ETag of an item, and who lent on an old one is refused', async () => {
    const id = await newItem();
    const path = `/loan-items/${id}`;
    const free = etagOf(await club.admin.plain.get(path));
    await club.admin.plain.post('/loans', { item: id, borrower: 'ann' });
    const refusal = await refused(club, () => club.admin.plain.put(path, { loanedto: 'bob' }, ifMatch(free)));
    expect(refusal.status).toBe(412);
    const lent = etagOf(await club.admin.plain.get(path));
    expect((await club.admin.plain.put(path, { loanedto: 'bob' }, ifMatch(lent))).status).toBe(200);
    const moved = await refused(club, () => club.admin.plain.put(path, { loanedto: null }, ifMatch(lent)));
    expect(moved.status).toBe(412);
  });

  it('and editing in one request is one change under one condition', async () => {
    const path = `/loan-items/${await newItem()}`;
    const etag = etagOf(await club.admin.plain.get(path));
    const both = { description: 'big drill', loanedto: 'ann' };
    expect((await club.admin.plain.patch(path, both, ifMatch(etag))).status).toBe(200);
    const again = { description: 'bigger drill', loanedto: 'bob' };
    const refusal = await refused(club, () => club.admin.plain.patch(path, again, ifMatch(etag)));
    expect(refusal.status).toBe(412);
  });

  it('twice to the same, or a return that was done, is still under the condition', async () => {
    const id = await newItem({ loanedto: 'ann' });
    const path = `/loan-items/${id}`;
    const stale = '"1-a"';
    const same = await refused(club, () => club.admin.plain.put(path, { loanedto: 'ann' }, ifMatch(stale)));
    expect(same.status).toBe(412);
    const nothing = await refused(club, () => club.admin.plain.patch(path, {}, ifMatch(stale)));
    expect(nothing.status).toBe(412);
  });
});

describe('a precondition', () => {
  it('comes after 404 and 403', async () => {
    const stale = ifMatch('"1-a"');
    const run = `/runs/${await newRun()}`;
    expect((await bob.plain.patch(run, { distance: 1 }, stale)).status).toBe(403);
    expect((await bob.plain.delete(run, stale)).status).toBe(403);
    expect((await bob.plain.patch('/runs/999999', { distance: 1 }, stale)).status).toBe(404);
    expect((await club.admin.plain.put('/loan-items/none', { description: 'x' }, stale)).status).toBe(404);
    expect((await club.admin.plain.delete('/loan-items/none', stale)).status).toBe(404);
    expect((await bob.plain.patch('/users/ann', { first_name: 'x' }, stale)).status).toBe(403);
    expect((await club.admin.plain.patch('/users/none', { first_name: 'x' }, stale)).status).toBe(404);
    expect((await club.admin.plain.post('/loans/999999/return', undefined, stale)).status).toBe(404);
  });

  it('comes before 409', async () => {
    const stale = ifMatch('"1-a"');
    const path = `/loan-items/${await newItem({ loanedto: 'ann' })}`;
    const etag = etagOf(await club.admin.plain.get(path));
    expect((await club.admin.plain.delete(path, stale)).status).toBe(412);
    expect((await club.admin.plain.delete(path, ifMatch(etag))).status).toBe(409);
    expect((await club.admin.plain.delete('/users/ann', stale)).status).toBe(412);
    expect((await club.admin.plain.delete('/users/admin', stale)).status).toBe(412);
    expect((await club.admin.plain.patch('/users/admin', { active: false }, stale)).status).toBe(412);
  });

  it('means nothing to what is posted to a collection, and to what has no versions', async () => {
    const stale = ifMatch('"1-a"');
    expect((await ann.plain.post('/runs', runBody(), stale)).status).toBe(201);
    expect((await club.admin.plain.put('/mode', { mode: 'admin-operated' }, stale)).status).toBe(200);
  });

  it('says in the error which header it was', async () => {
    const path = `/runs/${await newRun()}`;
    const { body } = await ann.jsonApi.send('DELETE', path, undefined, ifMatch('"1-a"'));
    expect(body.errors).toMatchObject([{ status: '412', source: { header: 'If-Match' } }]);
  });
});

describe('two who change the same record at once', () => {
  it.each(RECORDS)('do not overwrite each other (%s)', async (collection, create, change) => {
    const path = `/${collection}/${await create()}`;
    const etag = etagOf(await club.admin.plain.get(path));
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => change(club.admin.plain, path, ifMatch(etag))),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 11 }, () => 412)]);
    const lost = answers.find(({ status }) => status === 412);
    expect(lost && refusalIn(lost)).toMatchObject({ code: 'PRECONDITION_FAILED' });
  });

  it('do not lend over each other', async () => {
    const path = `/loan-items/${await newItem()}`;
    const etag = etagOf(await club.admin.plain.get(path));
    const answers = await Promise.all(
      ['ann', 'bob', 'admin', 'ann', 'bob'].map((loanedto) =>
        club.admin.plain.put(path, { loanedto }, ifMatch(etag)),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
    const { body } = await club.admin.plain.get(`${path}/loans`);
    expect(body.loans).toHaveLength(1);
  });
});

describe('caches', () => {
  it.each(['/users', '/me', '/nothing/here', '/runs/abc', '/mode'])('keep %s to its caller', async (path) => {
    expect((await ann.plain.get(path)).headers.get('cache-control')).toBe('private, no-cache');
  });

  it.each(['/login', '/user/login'])('never keep a token (%s)', async (path) => {
    const answer = await club.nobody.plain.post(path, { username: 'ann', password: 'password of a member' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('never keep a fresh token', async () => {
    const answer = await ann.plain.post('/refresh');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('a tag for somebody who may not know holders', () => {
  it('tells what they may see, and nothing of what goes on between others', async () => {
    await club.setMode('self-service');
    const eve = await club.join('eve');
    const path = `/loan-items/${await newItem()}`;
    const tag = async () => etagOf(await eve.plain.get(path));
    const { plain } = club.admin;
    const free = await tag();
    await plain.put(path, { loanedto: 'ann' });
    const lent = await tag();
    expect(etagOf(await bob.plain.get(path))).toBe(lent);
    await plain.put(path, { loanedto: 'bob' });
    expect(await tag()).toBe(lent);
    expect(etagOf(await bob.plain.get(path))).not.toBe(lent);
    const known = etagOf(await plain.get(path));
    await plain.put(path, { loanedto: 'ann' });
    expect(await tag()).toBe(lent);
    expect(etagOf(await plain.get(path))).not.toBe(known);
    await plain.put(path, { loanedto: null });
    expect(await tag()).toBe(free);
    await plain.patch(path, { description: 'another drill' });
    const edited = await tag();
    await plain.put(path, { loanedto: 'eve' });
    expect(new Set([free, lent, edited, await tag()]).size).toBe(4);
    await plain.put(path, { loanedto: null });
    await club.setMode('admin-operated');
  });

  it('guards what they change', async () => {
    await club.role('storekeeper', ['items']);
    const { plain } = await club.join('storekeeper', ['storekeeper']);
    const path = `/loan-items/${await newItem()}`;
    const first = etagOf(await plain.get(path));
    expect((await plain.patch(path, { description: 'once' }, ifMatch(first))).status).toBe(200);
    const late = () => plain.patch(path, { description: 'twice' }, ifMatch(first));
    expect((await refused(club, late)).status).toBe(412);
    const now = etagOf(await plain.get(path));
    await club.admin.plain.put(path, { loanedto: 'ann' });
    expect((await refused(club, () => plain.patch(path, { description: 'late' }, ifMatch(now)))).status).toBe(
      412,
    );
    await club.admin.plain.put(path, { loanedto: null });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fresh } from '../support/bodies.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { addCrowd, registration, tally } from '../support/crowd.js';
import { addItem, historyOf } from '../support/lending-cast.js';
import { SecondServer } from '../support/second-server.js';

let club: Club;
let crowd: Member[];
beforeAll(async () => {
  club = await Club.open({ MODE: 'self-service' });
  crowd = await addCrowd(club, 200);
}, 60_000);
afterAll(() => club.close());

const CROWD = 200;
const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const member = (at: number): Member => crowd[at % CROWD] ?? club.nobody;

/** No two loans of an item at the same time, and at most one of them open. */
async function overlaps(item: string): Promise<number> {
  const { rows } = await club.database.query<{ count: number }>(
    `SELECT count(*)::int FROM loans a JOIN loans b ON b.item_id = a.item_id AND b.id > a.id
     WHERE a.item_id = $1
       AND tstzrange(a.loaned_at, a.returned_at) && tstzrange(b.loaned_at, b.returned_at)`,
    [item],
  );
  return rows[0]?.count ?? -1;
}

const openLoans = async (item: string) =>
  (await historyOf(club, item)).filter(({ returned_at }) => returned_at === null).length;

async function freeItem(): Promise<string> {
  const id = fresh('item-');
  await addItem(club, id, null);
  return id;
}

describe('one item', () => {
  it.each(['jsonApi', 'plain'] as const)(
    'taken by 200 members at the same moment goes to one (%s)',
    async (format) => {
      const item = await freeItem();
      const body = (username: string) =>
        format === 'plain'
          ? { loanedto: username }
          : {
              data: {
                type: 'loan-item',
                id: item,
                relationships: { loanedto: { data: { type: 'user', id: username } } },
              },
            };
      const counts = await tally(
        crowd.map((each) => each[format].put(`/loan-items/${item}`, body(each.username))),
      );
      expect(counts).toEqual({ 200: 1, 409: 199 });
      expect(await historyOf(club, item)).toHaveLength(1);
    },
  );

  it('lent by an admin to 200 members at the same moment goes to one', async () => {
    const item = await freeItem();
    const counts = await tally(
      crowd.map(({ username }) => club.admin.plain.post('/loans', { item, borrower: username })),
    );
    expect(counts).toEqual({ 201: 1, 409: 199 });
    expect(await historyOf(club, item)).toHaveLength(1);
  });

  it('handed on in parallel has one holder, and a history without overlap', async () => {
    const item = await freeItem();
    const counts = await tally(
      times(100, (at) => club.admin.plain.put(`/loan-items/${item}`, { loanedto: member(at).username })),
    );
    expect(counts).toEqual({ 200: 100 });
    expect([await openLoans(item), await overlaps(item), (await historyOf(club, item)).length]).toEqual([
      1, 0, 100,
    ]);
  });

  it('handed on, taken, returned and lent at once stays consistent', async () => {
    const item = await freeItem();
    const asks = times(40, (at) => {
      const { username, plain } = member(at);
      return [
        club.admin.plain.put(`/loan-items/${item}`, { loanedto: username }),
        club.admin.plain.put(`/loan-items/${item}`, { loanedto: null }),
        plain.put(`/loan-items/${item}`, { loanedto: username }),
        plain.put(`/loan-items/${item}`, { loanedto: null }),
        club.admin.plain.post('/loans', { item, borrower: username }),
      ];
    }).flat();
    const counts = await tally(asks);
    expect(Object.keys(counts).filter((status) => !['200', '201', '403', '409'].includes(status))).toEqual(
      [],
    );
    expect(await openLoans(item)).toBeLessThanOrEqual(1);
    expect(await overlaps(item)).toBe(0);
  });

  it('returned 50 times at once is returned once', async () => {
    const item = await freeItem();
    await club.admin.plain.put(`/loan-items/${item}`, { loanedto: member(0).username });
    const [loan] = await historyOf(club, item);
    const counts = await tally(times(50, () => club.admin.plain.post(`/loans/${loan?.id}/return`)));
    expect(counts).toEqual({ 200: 50 });
    expect(await historyOf(club, item)).toHaveLength(1);
  });

  it('lent while it is deleted is either on loan or gone', async () => {
    for (const item of await Promise.all(times(20, freeItem))) {
      const [deleted, lent] = await Promise.all([
        club.admin.plain.delete(`/loan-items/${item}`),
        member(1).plain.put(`/loan-items/${item}`, { loanedto: member(1).username }),
      ]);
      expect([
        [200, 404],
        [409, 200],
      ]).toContainEqual([deleted.status, lent.status]);
      expect(await openLoans(item)).toBe(deleted.status === 200 ? 0 : 1);
    }
  });

  it('entered 30 times under one id at once exists once', async () => {
    const id = fresh('item-');
    const counts = await tally(
      times(30, () => club.admin.plain.post('/loan-items', { id, description: 'drill' })),
    );
    expect(counts).toEqual({ 201: 1, 409: 29 });
  });
});

describe('one user', () => {
  it('lent to while deleted either holds the item or is gone', async () => {
    const doomed = await addCrowd(club, 20, fresh('doomed'));
    for (const { username } of doomed) {
      const item = await freeItem();
      const [deleted, lent] = await Promise.all([
        club.admin.plain.delete(`/users/${username}`),
        club.admin.plain.post('/loans', { item, borrower: username }),
      ]);
      expect([
        [200, 404],
        [409, 201],
      ]).toContainEqual([deleted.status, lent.status]);
      expect(await openLoans(item)).toBe(deleted.status === 200 ? 0 : 1);
    }
  });

  it('deleted while taking items or registering runs leaves no 5xx and nothing behind', async () => {
    const doomed = await addCrowd(club, 15, fresh('doomed'));
    const items = await Promise.all(doomed.map(freeItem));
    const answers = await Promise.all(
      doomed.flatMap(({ username, plain }, at) => [
        plain.put(`/loan-items/${items[at]}`, { loanedto: username }),
        club.admin.plain.delete(`/users/${username}`),
        plain.get('/me'),
        plain.patch(`/users/${username}`, { first_name: 'Late' }),
        plain.post('/refresh'),
        plain.post('/logout'),
        plain.post('/loans', { item: items[at] }),
      ]),
    );
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    for (const item of items) expect(await overlaps(item)).toBe(0);
  });

  it('who lends while being deleted leaves no 5xx', async () => {
    for (let round = 0; round < 8; round += 1) {
      const second = await club.join(fresh('second'), ['admin']);
      const items = await Promise.all(times(5, freeItem));
      const answers = await Promise.all([
        ...items.map((item) => second.plain.put(`/loan-items/${item}`, { loanedto: member(2).username })),
        club.admin.plain.delete(`/users/${second.username}`),
        ...items.map((item) => second.plain.put(`/loan-items/${item}`, { loanedto: member(3).username })),
      ]);
      expect(answers.map(({ status }) => status).filter((status) => ![200, 401].includes(status))).toEqual(
        [],
      );
    }
  });

  it('registered 20 times at once under one name, in several cases, exists once', async () => {
    const name = fresh('same');
    const counts = await tally(
      times(20, (at) =>
        club.nobody.plain.post('/users', registration(at % 2 === 0 ? name : name.toUpperCase())),
      ),
    );
    expect(counts).toEqual({ 201: 1, 409: 19 });
  });

  it('of 10 who want one email at once, one gets it', async () => {
    const email = `${fresh('mail')}@x.org`;
    const counts = await tally(
      crowd.slice(0, 10).map(({ username, plain }) => plain.patch(`/users/${username}`, { email })),
    );
    expect(counts).toEqual({ 200: 1, 409: 9 });
  });

  it('given two passwords at once has one of them', async () => {
    const bob = await club.join(fresh('bob'));
    const passwords = ['first password', 'second password'];
    const counts = await tally(
      passwords.map((password) => club.admin.plain.put(`/users/${bob.username}`, { password })),
    );
    expect(counts).toEqual({ 200: 2 });
    const logins = await tally(
      [...passwords, PASSWORD].map((password) =>
        club.nobody.plain.post('/login', { username: bob.username, password }),
      ),
    );
    expect(logins).toEqual({ 200: 1, 401: 2 });
  });

  it('changing their own password in two sessions at once gets no 5xx', async () => {
    const here = await club.join(fresh('bob'));
    const there = await club.login(here.username);
    const asks = [here, there].map((each, at) =>
      each.plain.put(`/users/${here.username}`, { password: `new password ${at}` }),
    );
    const counts = await tally(asks);
    expect((counts[200] ?? 0) + (counts[401] ?? 0)).toBe(2);
  });

  it('whose password changes during a login keeps no session of the old one', async () => {
    for (let round = 0; round < 10; round += 1) {
      const bob = await club.join(fresh('bob'));
      const logins = times(6, () => club.nobody.plain.post('/login', registration(bob.username)));
      const changed = await club.admin.plain.put(`/users/${bob.username}`, { password: 'another password' });
      expect(changed.status).toBe(200);
      for (const { body } of await Promise.all(logins)) {
        if (body.auth_token === undefined) continue;
        const late = club.bearer(bob.username, body.auth_token);
        expect(await late.plain.get('/me')).toMatchObject({ status: 401 });
      }
    }
  });

  it('and others who change each other under keys leave no 5xx', async () => {
    const admins = await Promise.all(times(6, () => club.join(fresh('peer'), ['admin'])));
    const answers = await Promise.all(
      admins.flatMap(({ plain }) =>
        admins.map(({ username }) =>
          plain.patch(
            `/users/${username}`,
            { first_name: 'Ann' },
            { headers: { 'Idempotency-Key': `"${fresh('key')}"` } },
          ),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([]);
  });

  it('changed by many at once gets no 5xx', async () => {
    const bob = await club.join(fresh('bob'));
    const counts = await tally(
      times(40, (at) =>
        club.admin.plain.patch(
          `/users/${bob.username}`,
          [{ roles: ['regular', 'usermanager'] }, { role: 'regular' }, { active: at % 8 < 4 }, { phone: '' }][
            at % 4
          ] ?? {},
        ),
      ),
    );
    expect(counts).toEqual({ 200: 40 });
    const { rows } = await club.database.query(
      'SELECT count(*)::int AS n FROM user_roles ur JOIN users u ON u.id = user_id WHERE username = $1',
      [bob.username],
    );
    expect([1, 2]).toContain(rows[0].n);
  });
});

it('a role granted while it is deleted or changed is either in use or gone', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [name, { username }] = [fresh('role-'), member(round)];
    await club.role(name, []);
    const [granted, deleted, changed] = await Promise.all([
      club.admin.plain.patch(`/users/${username}`, { roles: ['regular', name] }),
      club.admin.plain.delete(`/roles/${name}`),
      club.admin.plain.patch(`/roles/${name}`, { permissions: ['items'] }),
    ]);
    for (const { status } of [granted, deleted, changed]) expect([200, 404, 409, 422]).toContain(status);
    expect([granted.status, deleted.status]).not.toEqual([200, 200]);
  }
});

describe('two servers on one database', () => {
  let second: SecondServer;
  beforeAll(async () => {
    second = await SecondServer.open(club, { MODE: 'admin-operated' });
  });
  afterAll(() => second.close());

  it('lend one item once', async () => {
    const item = await freeItem();
    const counts = await tally(
      crowd.map((each, at) =>
        (at % 2 === 0 ? each : second.as(each)).plain.put(`/loan-items/${item}`, { loanedto: each.username }),
      ),
    );
    expect(counts).toEqual({ 200: 1, 409: 199 });
  });

  it('agree at once about the mode', async () => {
    const there = second.as(club.admin);
    for (const mode of ['admin-operated', 'self-service', 'admin-operated', 'self-service']) {
      expect(await club.admin.plain.put('/mode', { mode })).toMatchObject({ status: 200 });
      expect((await there.plain.get('/mode')).body).toEqual({ mode });
      const item = await freeItem();
      const taken = await second
        .as(member(5))
        .plain.put(`/loan-items/${item}`, { loanedto: member(5).username });
      expect(taken.status).toBe(mode === 'self-service' ? 200 : 403);
    }
  });

  it('agree at once about roles, logouts, passwords, deactivation and deletion', async () => {
    const bob = await club.join(fresh('bob'));
    const there = second.as(bob);
    const status = async (path: string) => (await there.plain.get(path)).status;
    const change = (fields: object) => club.admin.plain.patch(`/users/${bob.username}`, fields);
    expect(await status('/roles')).toBe(403);
    await change({ role: 'admin' });
    expect(await status('/roles')).toBe(200);
    await change({ role: 'regular' });
    expect(await status('/roles')).toBe(403);
    await change({ active: false });
    expect(await status('/me')).toBe(401);
    await change({ active: true });
    for (const end of [
      (here: Member) => here.plain.post('/logout'),
      () => change({ password: PASSWORD }),
      () => club.admin.plain.delete(`/users/${bob.username}`),
    ]) {
      const here = await club.login(bob.username);
      const same = second.as(here);
      expect(await same.plain.get('/me')).toMatchObject({ status: 200 });
      await end(here);
      expect(await same.plain.get('/me')).toMatchObject({ status: 401 });
    }
  });

  it('count failed logins together', async () => {
    const strict = await Club.open({ LOGIN_LIMIT: '3/60' });
    const other = await SecondServer.open(strict, { LOGIN_LIMIT: '3/60' });
    try {
      const wrong = { username: 'admin', password: 'wrong password' };
      const statuses: number[] = [];
      for (const client of [strict.nobody, other.as(strict.nobody), strict.nobody, other.as(strict.nobody)]) {
        statuses.push((await client.plain.post('/login', wrong)).status);
      }
      expect(statuses).toEqual([401, 401, 401, 429]);
    } finally {
      await other.close();
      await strict.close();
    }
  });
});

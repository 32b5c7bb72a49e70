import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countIn, idsIn, recordIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { runBody } from '../support/run-body.js';

let club: Club;
let manager: Member;
beforeAll(async () => {
  club = await Club.open();
  await club.role('label', []);
  await club.role('appointer', ['users', 'roles']);
  await club.role('roles-only', ['roles']);
  manager = await club.join('manager', ['usermanager']);
});
afterAll(() => club.close());

const works = (member: Member) => member.plain.get('/me').then(({ status }) => status === 200);

describe.each(FORMATS)('users in %s', (format) => {
  const change = (by: Member, name: string, fields: object, method = 'PATCH') =>
    by[format].send(method, `/users/${name}`, bodyOf(format, 'user', fields, name));

  describe('reading', () => {
    it('shows everybody themselves at /me and by name in any case', async () => {
      const bob = await club.join(fresh('Bob'));
      for (const path of ['/me', `/users/${bob.username}`, `/users/${bob.username.toUpperCase()}`]) {
        const answer = await bob[format].get(path);
        expect(answer.status).toBe(200);
        expect(recordIn(answer)).toMatchObject({ id: bob.username, username: bob.username, role: 'regular' });
        expect(JSON.stringify(answer.body)).not.toMatch(/password|argon2/);
      }
    });

    it('shows others to those with `users` only', async () => {
      const [ann, bob] = [await club.join(fresh('ann')), await club.join(fresh('bob'))];
      for (const reader of [manager, club.admin]) {
        expect(recordIn(await reader[format].get(`/users/${bob.username}`))).toMatchObject({
          id: bob.username,
        });
      }
      const refusal = await refused(club, () => ann[format].get(`/users/${bob.username}`));
      expect(refusal).toMatchObject({ status: 403, code: 'NOT_AUTHORIZED', detail: 'Not authorized.' });
      for (const path of [`/users/${bob.username}/runs`, `/users/${bob.username}/loans`]) {
        expect(await refused(club, () => ann[format].get(path))).toMatchObject({ status: 403 });
      }
    });

    it.each(['nobody-here', 'a%00b', '%F0%9F%91%9F', '-x', "'; DROP TABLE users; --", '__proto__'])(
      'answers 404 for %s',
      async (name) => {
        for (const method of ['GET', 'DELETE']) {
          const refusal = await refused(club, () => club.admin[format].send(method, `/users/${name}`));
          expect(refusal).toMatchObject({ status: 404, code: 'USER_NOT_FOUND', detail: 'User not found.' });
        }
      },
    );

    it('lists oneself to a regular user and all to those with `users`', async () => {
      const bob = await club.join(fresh('bob'));
      const own = await bob[format].get('/users');
      expect(idsIn(own)).toEqual([bob.username]);
      expect(countIn(own)).toBe(1);
      const { rows } = await club.database.query('SELECT count(*)::int AS count FROM users');
      for (const reader of [manager, club.admin]) {
        expect(countIn(await reader[format].get('/users'))).toBe(rows[0].count);
      }
    });

    it('tells nothing of others by filter, sort or count', async () => {
      const bob = await club.join(fresh('bob'));
      for (const filter of [
        'filter[username]=admin',
        "filter=(role eq 'admin')",
        'filter[role][ne]=regular',
      ]) {
        const answer = await bob[format].get(`/users?${encodeURI(filter)}`);
        expect([answer.status, countIn(answer)]).toEqual([200, 0]);
      }
    });

    it('never filters, sorts or shows passwords', async () => {
      for (const query of ['filter[password]=x', 'filter[password_hash][like]=%25', 'sort=password']) {
        const refusal = await refused(club, () => club.admin[format].get(`/users?${query}`));
        expect(refusal.status).toBe(400);
      }
    });

    it('takes `user` for `regular` in filters', async () => {
      const bob = await club.join(fresh('bob'));
      for (const field of ['role', 'roles']) {
        const query = `filter[username]=${bob.username}&filter[${field}]=user`;
        expect(idsIn(await club.admin[format].get(`/users?${query}`))).toEqual([bob.username]);
      }
    });
  });

  describe.each(['PUT', 'PATCH'])('%s', (method) => {
    it('changes what is sent and leaves the rest', async () => {
      const bob = await club.join(fresh('bob'), ['regular'], { phone: '+441234567890', first_name: 'Bob' });
      const before = recordIn(await bob[format].get('/me'));
      const answer = await change(
        bob,
        bob.username,
        { phone: '', email: `${bob.username}@x.org`, time_zone: 'Europe/Berlin', last_name: 'Miller' },
        method,
      );
      expect(answer.status).toBe(200);
      const after = recordIn(answer);
      expect(after).toEqual({
        ...before,
        phone: null,
        email: `${bob.username}@x.org`,
        time_zone: 'Europe/Berlin',
        last_name: 'Miller',
        updated_at: expect.any(String),
      });
      expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
      expect(recordIn(await bob[format].get('/me'))).toEqual(after);
    });

    it('of nothing changes nothing', async () => {
      const bob = await club.join(fresh('bob'));
      const before = await club.everything();
      expect(await change(bob, bob.username, {}, method)).toMatchObject({ status: 200 });
      expect(await club.everything()).toEqual(before);
    });

    it('takes back what it showed', async () => {
      const bob = await club.join(fresh('bob'), ['regular', 'label']);
      const { role, roles, active, username, time_zone } = recordIn(await bob[format].get('/me'));
      const fields = { role, roles, active, username, time_zone };
      expect(await change(bob, bob.username, fields, method)).toMatchObject({ status: 200 });
    });
  });

  describe('changing', () => {
    it('is for oneself, and for those with `users` where nobody privileged is changed', async () => {
      const [ann, bob] = [await club.join(fresh('ann')), await club.join(fresh('bob'), ['label'])];
      const refusal = await refused(club, () => change(ann, bob.username, { phone: '+441234567890' }));
      expect(refusal).toMatchObject({ status: 403, detail: 'Not authorized.' });
      expect(await refused(club, () => ann[format].delete(`/users/${bob.username}`))).toMatchObject({
        status: 403,
      });
      expect(await change(manager, bob.username, { phone: '+441234567890' })).toMatchObject({ status: 200 });
      expect(await change(club.admin, bob.username, { phone: '+441234567891' })).toMatchObject({
        status: 200,
      });
    });

    it('of the privileged needs `roles` beside `users`', async () => {
      const other = await club.join(fresh('other'), ['usermanager']);
      const mixed = await club.join(fresh('mixed'), ['regular', 'roles-only']);
      const appointer = await club.join(fresh('appointer'), ['appointer']);
      const onlyRoles = await club.join(fresh('roles-only'), ['roles-only']);
      for (const name of [other.username, mixed.username, 'admin']) {
        for (const by of [manager, onlyRoles].filter(({ username }) => username !== name)) {
          for (const fields of [{ phone: '+441234567890' }, { password: PASSWORD }, { active: false }, {}]) {
            expect(await refused(club, () => change(by, name, fields))).toMatchObject({ status: 403 });
          }
          expect(await refused(club, () => by[format].delete(`/users/${name}`))).toMatchObject({
            status: 403,
          });
        }
      }
      expect(await change(appointer, other.username, { phone: '+441234567890' })).toMatchObject({
        status: 200,
      });
    });

    it.each([
      { role: 'usermanager' },
      { roles: ['regular', 'admin'] },
      { role: 'label' },
      { role: 'no-such' },
    ])('to %j is 403 to oneself and to a usermanager', async (fields) => {
      const bob = await club.join(fresh('bob'));
      for (const by of [bob, manager]) {
        expect(await refused(club, () => change(by, bob.username, fields))).toMatchObject({ status: 403 });
      }
      expect(await refused(club, () => change(manager, 'manager', { role: 'admin' }))).toMatchObject({
        status: 403,
      });
    });

    it('of one’s own `active` is for admins only', async () => {
      const bob = await club.join(fresh('bob'));
      expect(await refused(club, () => change(bob, bob.username, { active: false }))).toMatchObject({
        status: 403,
      });
      expect(await refused(club, () => change(manager, 'manager', { active: false }))).toMatchObject({
        status: 403,
      });
      const second = await club.join(fresh('second'), ['admin']);
      expect(await change(second, second.username, { active: false })).toMatchObject({ status: 200 });
      expect(await works(second)).toBe(false);
    });

    it('of roles counts from the next request on', async () => {
      const bob = await club.join(fresh('bob'));
      expect(
        recordIn(await change(club.admin, bob.username, { roles: ['usermanager', 'user'] })),
      ).toMatchObject({
        role: 'usermanager',
        roles: ['usermanager', 'regular'],
      });
      expect(await bob[format].get('/users/admin')).toMatchObject({ status: 200 });
      expect(await change(club.admin, bob.username, { role: 'user' })).toMatchObject({ status: 200 });
      expect(await refused(club, () => bob[format].get('/users/admin'))).toMatchObject({ status: 403 });
    });

    it.each([
      [{ role: 'no-such' }, 'role'],
      [{ roles: ['admin', 'no-such'] }, 'roles'],
      [{ role: 'admin', roles: ['regular'] }, 'role'],
      [{ roles: [] }, 'roles'],
      [{ username: 'another' }, 'username'],
      [{ password: 'short' }, 'password'],
      [{ phone: '12' }, 'phone'],
      [{ time_zone: '+05:30' }, 'time_zone'],
      [{ time_zone: null }, 'time_zone'],
      [{ active: null }, 'active'],
      [{ first_name: 'a\0b' }, 'first_name'],
      [{ created_at: '2020-01-01' }, 'created_at'],
      [{ first_admin: true }, 'first_admin'],
    ])('to %j is 422 with its place, even to an admin', async (fields, field) => {
      const bob = await club.join(fresh('bob'));
      const refusal = await refused(club, () => change(club.admin, bob.username, fields));
      expect(refusal).toMatchObject({
        status: 422,
        places: [format === 'plain' ? field : `/data/attributes/${field}`],
      });
    });

    it('to an email that somebody has is 409', async () => {
      const [ann, bob] = [await club.join(fresh('ann')), await club.join(fresh('bob'))];
      await change(ann, ann.username, { email: `${ann.username}@x.org` });
      const email = `${ann.username.toUpperCase()}@X.ORG`;
      expect(await refused(club, () => change(bob, bob.username, { email }))).toMatchObject({
        status: 409,
        code: 'EMAIL_IN_USE',
      });
      expect(await change(ann, ann.username, { email })).toMatchObject({ status: 200 });
    });
  });

  describe('the first admin', () => {
    it.each([
      { role: 'regular' },
      { roles: ['usermanager'] },
      { active: false },
      { role: 'regular', password: 'another password' },
    ])('is never changed to %j: 409', async (fields) => {
      const second = await club.join(fresh('second'), ['admin']);
      for (const by of [second, club.admin]) {
        expect(await refused(club, () => change(by, 'ADMIN', fields))).toMatchObject({
          status: 409,
          code: 'FIRST_ADMIN',
          detail: "Can't change admin username or role.",
        });
      }
    });

    it('is never deleted: 409', async () => {
      const second = await club.join(fresh('second'), ['admin']);
      for (const by of [second, club.admin]) {
        expect(await refused(club, () => by[format].delete('/users/admin'))).toMatchObject({
          status: 409,
          detail: "Can't change admin username or role.",
        });
      }
    });

    it('may change the rest, and gain roles', async () => {
      const fields = { phone: '+441234567890', roles: ['admin', 'regular'], active: true };
      expect(await change(club.admin, 'admin', fields)).toMatchObject({ status: 200 });
      expect(await change(club.admin, 'admin', { role: 'admin' })).toMatchObject({ status: 200 });
    });

    it('does not protect other admins', async () => {
      const second = await club.join(fresh('second'), ['admin']);
      expect(await change(club.admin, second.username, { role: 'regular' })).toMatchObject({ status: 200 });
      expect(await club.admin[format].delete(`/users/${second.username}`)).toMatchObject({ status: 200 });
    });
  });

  describe('a new password', () => {
    it('ends one’s other sessions, and answers the message alone in plain JSON', async () => {
      const here = await club.join(fresh('bob'));
      const there = await club.login(here.username);
      const { status, body } = await change(here, here.username, { password: 'another password' }, 'PUT');
      expect(status).toBe(200);
      if (format === 'plain') expect(body).toEqual({ message: 'Password successfully changed.' });
      if (format === 'jsonApi') {
        expect(body).toMatchObject({
          data: { id: here.username },
          meta: { message: 'Password successfully changed.' },
        });
      }
      expect([await works(here), await works(there)]).toEqual([true, false]);
      expect((await club.login(here.username)).token).toBeUndefined();
      expect((await club.login(here.username, 'another password')).token).toEqual(expect.any(String));
    });

    it('answers the user too where more changed', async () => {
      const bob = await club.join(fresh('bob'));
      const fields = { password: 'another password', first_name: 'Bob' };
      const answer = await change(bob, bob.username, fields);
      expect(answer.body.message ?? answer.body.meta.message).toBe('Password successfully changed.');
      expect(recordIn(answer)).toMatchObject({ id: bob.username, first_name: 'Bob' });
    });

    it.each(['manager', 'admin'])('from %s ends all sessions', async (name) => {
      const [here, by] = [await club.join(fresh('bob')), name === 'admin' ? club.admin : manager];
      const there = await club.login(here.username);
      expect(await change(by, here.username, { password: 'another password' })).toMatchObject({
        status: 200,
      });
      expect([await works(here), await works(there)]).toEqual([false, false]);
    });

    it('that is refused leaves the sessions alone', async () => {
      const [here, ann] = [await club.join(fresh('bob')), await club.join(fresh('ann'))];
      const there = await club.login(here.username);
      await refused(club, () => change(here, here.username, { password: 'short' }));
      await refused(club, () => change(ann, here.username, { password: 'another password' }));
      expect([await works(here), await works(there)]).toEqual([true, true]);
    });
  });

  describe('deactivation', () => {
    it('ends access at once, logins too, until it is undone', async () => {
      const bob = await club.join(fresh('bob'));
      expect(recordIn(await change(manager, bob.username, { active: false }))).toMatchObject({
        active: false,
      });
      expect(await refused(club, () => bob[format].get('/me'))).toMatchObject({ status: 401 });
      expect((await club.login(bob.username)).token).toBeUndefined();
      expect(await change(manager, bob.username, { active: true })).toMatchObject({ status: 200 });
      expect(await works(bob)).toBe(false);
      expect(await works(await club.login(bob.username))).toBe(true);
    });
  });

  describe('deletion', () => {
    it.each(['oneself', 'a usermanager', 'an admin'])(
      'by %s answers the message and ends all',
      async (who) => {
        const bob = await club.join(fresh('bob'));
        const by = { oneself: bob, 'a usermanager': manager, 'an admin': club.admin }[who] ?? bob;
        expect(await bob.plain.post('/runs', runBody())).toMatchObject({ status: 201 });
        const { status, body } = await by[format].delete(`/users/${bob.username.toUpperCase()}`);
        expect(status).toBe(200);
        if (format === 'jsonApi') {
          expect(body).toEqual({
            meta: { message: 'User successfully deleted.' },
            jsonapi: { version: '1.1' },
          });
        }
        if (format === 'plain') {
          expect(body).toMatchObject({
            message: 'User successfully deleted.',
            user: { id: bob.username, role: 'regular' },
          });
        }
        expect(await refused(club, () => bob[format].get('/me'))).toMatchObject({ status: 401 });
        expect(await refused(club, () => club.admin[format].get(`/users/${bob.username}`))).toMatchObject({
          status: 404,
        });
        const { rows } = await club.database.query('SELECT count(*)::int AS n FROM runs');
        expect(rows[0].n).toBe(0);
      },
    );

    it('gives the name free, and nothing of the old user to the next', async () => {
      const name = fresh('bob');
      await club.admin.plain.post('/loan-items', { id: name, description: 'drill', loanedto: null });
      const first = await club.join(name, ['regular'], { email: `${name}@x.org`, phone: '+441234567890' });
      await club.admin.plain.put(`/loan-items/${name}`, { loanedto: name });
      await club.admin.plain.put(`/loan-items/${name}`, { loanedto: null });
      expect(countIn(await first[format].get('/loans'))).toBe(1);
      await club.admin[format].delete(`/users/${name}`);
      const second = await club.join(name);
      expect(recordIn(await second[format].get('/me'))).toMatchObject({ email: null, phone: null });
      expect(countIn(await second[format].get('/loans'))).toBe(0);
      expect(countIn(await club.admin[format].get(`/users/${name}/loans`))).toBe(0);
      expect(countIn(await club.admin[format].get(`/loan-items/${name}/loans`))).toBe(1);
    });

    it('is 409 while the user holds an item', async () => {
      const bob = await club.join(fresh('bob'));
      await club.admin.plain.post('/loan-items', { description: 'drill', loanedto: bob.username });
      for (const by of [bob, manager, club.admin]) {
        expect(await refused(club, () => by[format].delete(`/users/${bob.username}`))).toMatchObject({
          status: 409,
          code: 'USER_HOLDS_ITEMS',
        });
      }
    });
  });
});

describe('documents', () => {
  const send = (id: unknown, type: unknown, attributes: unknown = {}) =>
    club.admin.jsonApi.patch('/users/manager', { data: { type, id, attributes } });

  it.each([
    ['another id', () => send('bob', 'user'), 409, ['/data/id']],
    ['another type', () => send('manager', 'run'), 409, ['/data/type']],
    ['no id', () => send(undefined, 'user'), 400, ['/data']],
    ['a numeric id', () => send(7, 'user'), 400, ['/data/id']],
    ['attributes that are a list', () => send('manager', 'user', []), 400, ['/data/attributes']],
    [
      'an id among the attributes',
      () => send('manager', 'user', { id: 'manager' }),
      422,
      ['/data/attributes/id'],
    ],
  ] as const)('with %s are refused', async (_, ask, status, places) => {
    expect(await refused(club, ask)).toMatchObject({ status, places });
  });

  it('name the user in any case', async () => {
    expect(await send('MANAGER', 'user')).toMatchObject({ status: 200 });
    expect(await club.admin.plain.patch('/users/manager', { username: 'Manager' })).toMatchObject({
      status: 200,
    });
  });

  it('with another plain id are 409', async () => {
    const ask = () => club.admin.plain.patch('/users/manager', { id: 'bob' });
    expect(await refused(club, ask)).toMatchObject({ status: 409 });
  });
});

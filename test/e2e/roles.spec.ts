import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idsIn, recordIn, refused } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import { Club, type Member } from '../support/club.js';

let club: Club;
let strangers: readonly Member[];
beforeAll(async () => {
  club = await Club.open();
  await club.role('everything-else', ['users', 'items', 'loans', 'runs', 'mode']);
  strangers = [
    await club.join('bob'),
    await club.join('manager', ['usermanager']),
    await club.join('mighty', ['everything-else']),
  ];
});
afterAll(() => club.close());

describe.each(FORMATS)('roles in %s', (format) => {
  const create = (by: Member, fields: object) => by[format].post('/roles', bodyOf(format, 'role', fields));
  const change = (by: Member, name: string, fields: object) =>
    by[format].patch(`/roles/${name}`, bodyOf(format, 'role', fields, name));

  it('are listed and read by those with `roles`', async () => {
    const answer = await club.admin[format].get('/roles');
    expect(answer.status).toBe(200);
    expect(idsIn(answer)).toEqual(
      expect.arrayContaining(['admin', 'everything-else', 'regular', 'usermanager']),
    );
    expect(recordIn(await club.admin[format].get('/roles/admin'))).toEqual({
      id: 'admin',
      description: expect.any(String),
      permissions: ['users', 'roles', 'items', 'loans', 'runs', 'mode'],
    });
  });

  it('are nobody else’s business: 403, whether they exist or not', async () => {
    for (const by of strangers) {
      for (const ask of [
        () => by[format].get('/roles'),
        () => by[format].get('/roles/admin'),
        () => by[format].get('/roles/no-such'),
        () => create(by, { name: fresh('r'), permissions: [] }),
        () => create(by, { nonsense: true }),
        () => change(by, 'everything-else', { permissions: [] }),
        () => by[format].delete('/roles/everything-else'),
        () => by[format].delete('/roles/no-such'),
      ]) {
        expect(await refused(club, ask)).toMatchObject({ status: 403, detail: 'Not authorized.' });
      }
    }
  });

  it('are made, changed and deleted', async () => {
    const name = fresh('role-');
    const made = await create(club.admin, {
      name,
      description: 'Lends.',
      permissions: ['loans', 'items', 'loans'],
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`${club.url}/roles/${name}`);
    expect(recordIn(made)).toEqual({ id: name, description: 'Lends.', permissions: ['loans', 'items'] });
    const changed = await change(club.admin, name, { description: '', permissions: ['mode'] });
    expect(changed.status).toBe(200);
    expect(recordIn(changed)).toEqual({ id: name, description: null, permissions: ['mode'] });
    expect(recordIn(await change(club.admin, name, { description: 'x' }))).toMatchObject({
      permissions: ['mode'],
    });
    const { status, body } = await club.admin[format].delete(`/roles/${name}`);
    expect(status).toBe(200);
    expect(body.message ?? body.meta.message).toBe('Role successfully deleted.');
    if (format === 'plain') expect(body.role).toMatchObject({ id: name });
    expect(await refused(club, () => club.admin[format].get(`/roles/${name}`))).toMatchObject({
      status: 404,
      code: 'ROLE_NOT_FOUND',
    });
  });

  it('need no permissions', async () => {
    expect(recordIn(await create(club.admin, { name: fresh('label-') }))).toMatchObject({ permissions: [] });
  });

  it.each(['admin', 'usermanager', 'regular'])('of the server’s own stay: %s', async (name) => {
    for (const ask of [
      () => change(club.admin, name, { permissions: [] }),
      () => change(club.admin, name, { description: 'mine' }),
      () => club.admin[format].delete(`/roles/${name}`),
    ]) {
      expect(await refused(club, ask)).toMatchObject({ status: 409, code: 'ROLE_BUILT_IN' });
    }
  });

  it('that are in use stay', async () => {
    for (const ask of [
      () => change(club.admin, 'everything-else', { permissions: ['roles'] }),
      () => club.admin[format].delete('/roles/everything-else'),
    ]) {
      expect(await refused(club, ask)).toMatchObject({ status: 409, code: 'ROLE_IN_USE' });
    }
  });

  it.each(['admin', 'regular', 'user', 'everything-else'])('named %s exist already: 409', async (name) => {
    expect(await refused(club, () => create(club.admin, { name }))).toMatchObject({
      status: 409,
      code: 'ROLE_ALREADY_EXISTS',
    });
  });

  it.each([
    [{ name: '' }, ['name']],
    [{ name: 'A' }, ['name']],
    [{ name: 'a b' }, ['name']],
    [{ name: 'a\0' }, ['name']],
    [{ name: 'x'.repeat(65) }, ['name']],
    [{ name: 'x', permissions: ['everything'] }, ['permissions']],
    [{ name: 'x', permissions: 'items' }, ['permissions']],
    [{ name: 'x', permissions: null }, ['permissions']],
    [{ name: 'x', permissions: [['items']] }, ['permissions']],
    [{ name: 'x', description: 'a\0b' }, ['description']],
    [{ name: 'x', built_in: true }, ['built_in']],
    [
      { name: '-', permissions: ['x'], description: 5, more: 1 },
      ['description', 'more', 'name', 'permissions'],
    ],
  ])('of %j are 422', async (fields, places) => {
    const refusal = await refused(club, () => create(club.admin, fields));
    expect(refusal.status).toBe(422);
    const expected = places.map((place) => (format === 'plain' ? place : `/data/attributes/${place}`));
    expect([...refusal.places].sort()).toEqual(expected);
  });

  it('without a name, or unknown, are 422 and 404', async () => {
    expect(await refused(club, () => create(club.admin, {}))).toMatchObject({ status: 422 });
    expect(await refused(club, () => change(club.admin, 'no-such', {}))).toMatchObject({ status: 404 });
    expect(await refused(club, () => club.admin[format].delete('/roles/no-such'))).toMatchObject({
      status: 404,
    });
    const name = fresh('role-');
    await club.role(name, []);
    expect(await refused(club, () => change(club.admin, name, { name: 'other' }))).toMatchObject({
      status: 422,
    });
    expect(await change(club.admin, name, { name })).toMatchObject({ status: 200 });
  });

  it('give their permissions to those who have them, at the next request', async () => {
    const name = fresh('keeper-');
    await club.role(name, ['items']);
    const bob = await club.join(fresh('bob'));
    const add = () => bob[format].post('/loan-items', bodyOf(format, 'loan-item', { description: 'drill' }));
    expect(await refused(club, add)).toMatchObject({ status: 403 });
    await club.admin.plain.put(`/users/${bob.username}`, { roles: ['regular', name] });
    expect(await add()).toMatchObject({ status: 201 });
    await club.admin.plain.put(`/users/${bob.username}`, { roles: ['regular'] });
    expect(await refused(club, add)).toMatchObject({ status: 403 });
    expect(await club.admin[format].delete(`/roles/${name}`)).toMatchObject({ status: 200 });
  });

  it('with `roles` alone manage roles, and appoint nobody', async () => {
    const name = fresh('registrar-');
    await club.role(name, ['roles']);
    const registrar = await club.join(fresh('bob'), [name]);
    const own = fresh('label-');
    expect(await create(registrar, { name: own, permissions: ['users', 'roles'] })).toMatchObject({
      status: 201,
    });
    for (const who of [registrar.username, 'bob']) {
      const ask = () => registrar.plain.put(`/users/${who}`, { roles: [own] });
      expect(await refused(club, ask)).toMatchObject({ status: 403 });
    }
    const register = () => registrar.plain.post('/users', { username: 'x', password: 'password', role: own });
    expect(await refused(club, register)).toMatchObject({ status: 403 });
  });
});

it('answers 405 to PUT, which roles do not have', async () => {
  const answer = await club.admin.plain.put('/roles/everything-else', {});
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toContain('PATCH');
});

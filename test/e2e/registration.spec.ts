import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordIn, refused, refusalIn } from '../support/answers.js';
import { bodyOf, FORMATS, fresh } from '../support/bodies.js';
import { Club, type Member, PASSWORD } from '../support/club.js';

let club: Club;
let members: Readonly<Record<string, Member>>;
beforeAll(async () => {
  club = await Club.open();
  members = {
    nobody: club.nobody,
    regular: await club.join('Regular'),
    usermanager: await club.join('manager', ['usermanager']),
    admin: club.admin,
  };
  await club.role('label', []);
  await club.role('quartermaster', ['items', 'loans']);
});
afterAll(() => club.close());

const as = (who: string): Member => members[who] ?? club.nobody;
const LONE = '\ud800';

describe.each(FORMATS)('registration in %s', (format) => {
  const register = (who: string, fields: object, id?: string) =>
    as(who)[format].post('/users', bodyOf(format, 'user', { password: PASSWORD, ...fields }, id));

  it.each(['nobody', 'regular', 'usermanager', 'admin'])('of a regular user is open to %s', async (who) => {
    const username = fresh('New.');
    const answer = await register(who, { username });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${club.url}/users/${username}`);
    expect(answer.body.message ?? answer.body.meta.message).toBe('Successfully registered.');
    expect(recordIn(answer)).toEqual({
      id: username,
      username,
      phone: null,
      email: null,
      first_name: null,
      last_name: null,
      role: 'regular',
      roles: ['regular'],
      time_zone: 'UTC',
      active: true,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.any(String),
    });
    expect(await club.login(username)).toMatchObject({ token: expect.any(String) });
  });

  it('keeps everything that is said', async () => {
    const username = fresh('new');
    const said = {
      phone: '+441234567890',
      email: `${username}@Club.example`,
      first_name: 'Zoë 👟',
      last_name: "O'Brien; DROP TABLE users",
      time_zone: 'Asia/Kolkata',
    };
    expect(recordIn(await register('nobody', { username, ...said }))).toMatchObject(said);
  });

  it.each([
    ['phone', '+44 1234 567890', '+441234567890'],
    ['phone', '', null],
    ['phone', null, null],
    ['email', '', null],
    ['first_name', '', null],
    ['last_name', null, null],
    ['role', 'user', 'regular'],
    ['roles', ['user', 'regular'], ['regular']],
    ['active', true, true],
    ['time_zone', 'europe/berlin', 'europe/berlin'],
  ])('takes %s: %j', async (field, sent, shown) => {
    const answer = await register('nobody', { username: fresh('new'), [field]: sent });
    expect(answer.status).toBe(201);
    expect(recordIn(answer)[field]).toEqual(shown);
  });

  const invalid: readonly (readonly [string, unknown])[] = [
    ...[
      '',
      ' ',
      'a b',
      '-a',
      '.a',
      '_a',
      'a/b',
      'é',
      'a\0',
      LONE,
      'x'.repeat(65),
      'a\n',
      1,
      null,
      [],
      {},
    ].map((value) => ['username', value] as const),
    ...['', '123456', '👟👟👟👟👟👟', 'x'.repeat(257), null, 12345678, ['password']].map(
      (value) => ['password', value] as const,
    ),
    ...[
      '1',
      '01234567890',
      '+4412345',
      '+999123456789',
      'phone',
      '+441234567890\0',
      'call +441234567890',
      '+441234567890 ext. 5',
      441234567890,
      {},
    ].map((value) => ['phone', value] as const),
    ...[
      'bob',
      'bob@',
      '@x.org',
      'a b@x.org',
      'a\0@x.org',
      `${LONE}@x.org`,
      `${'x'.repeat(250)}@x.org`,
      1,
    ].map((value) => ['email', value] as const),
    ...['a\0b', LONE, `x${LONE}`, 'x'.repeat(101), 1, true, {}].map(
      (value) => ['first_name', value] as const,
    ),
    ...['+05:30', '-01', 'Mars/Base', 'UTC\0', LONE, "UTC'; --", 'x'.repeat(300), 5, {}].map(
      (value) => ['time_zone', value] as const,
    ),
    ...[[], 'regular', [1], [null], Array.from({ length: 21 }, (_, i) => `r${i}`)].map(
      (value) => ['roles', value] as const,
    ),
    ...['', 1, null, ['regular']].map((value) => ['role', value] as const),
    ...['true', 1, null].map((value) => ['active', value] as const),
  ];
  it.each(invalid)('refuses %s: %j with its place', async (field, value) => {
    const fields = { username: fresh('new'), [field]: value };
    const refusal = await refused(club, () => register('nobody', fields));
    expect(refusal).toMatchObject({ status: 422, code: format === 'plain' ? 'INVALID' : 'INVALID_FIELD' });
    expect(refusal.places).toEqual([format === 'plain' ? field : `/data/attributes/${field}`]);
  });

  it.each([
    'id_',
    'uuid',
    'created_at',
    'updated_at',
    'first_admin',
    'password_hash',
    'passwordHash',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'a/b',
    '',
  ])('refuses the unknown field %j', async (field) => {
    const fields = JSON.parse(
      `{"username":"${fresh('new')}","password":"${PASSWORD}",${JSON.stringify(field)}:{"x":1}}`,
    ) as object;
    const raw = JSON.stringify(format === 'plain' ? fields : { data: { type: 'user', attributes: fields } });
    const type = format === 'plain' ? 'application/json' : 'application/vnd.api+json';
    const refusal = await refused(club, () =>
      club.nobody[format].post('/users', undefined, { raw, headers: { 'Content-Type': type } }),
    );
    expect(refusal.status).toBe(422);
    if (field !== '')
      expect(refusal.places.join()).toContain(field.replace('/', format === 'plain' ? '/' : '~1'));
  });

  it('names all faults at once', async () => {
    const fields = { password: 'short', phone: '1', email: 'x', time_zone: 'y', nonsense: 1 };
    const refusal = await refused(club, () => register('nobody', fields));
    const attribute = (name: string) => (format === 'plain' ? name : `/data/attributes/${name}`);
    expect([...refusal.places].sort()).toEqual(
      [
        format === 'plain' ? 'username' : '/data/attributes',
        ...['email', 'nonsense', 'password', 'phone', 'time_zone'].map(attribute),
      ].sort(),
    );
  });

  it.each([
    ['1234567', 201],
    ['👟👟👟👟👟👟👟', 201],
    ['       ', 201],
    ['x'.repeat(256), 201],
    ['pass\0word', 201],
    ['password\ud800', 201],
    ['pässwörd "\\/\n\t', 201],
  ])('takes the password %j, which then logs in', async (password, status) => {
    const username = fresh('new');
    expect(await register('nobody', { username, password })).toMatchObject({ status });
    expect((await club.login(username, password)).token).toEqual(expect.any(String));
    expect((await club.login(username, `${password.slice(0, -1)}?`)).token).toBeUndefined();
    expect((await club.login(username, `${password.slice(0, -1)}\ud801`)).token).toBeUndefined();
  });

  it.each([
    ['the same name', (name: string) => name],
    ['the name in another case', (name: string) => name.toUpperCase()],
  ])('refuses %s: 409', async (_, other) => {
    const username = fresh('taken');
    await register('nobody', { username });
    const refusal = await refused(club, () => register('nobody', { username: other(username) }));
    expect(refusal).toMatchObject({
      status: 409,
      code: 'USER_ALREADY_EXISTS',
      detail: 'User already exists.',
    });
  });

  it('refuses an email that another user has, in any case: 409', async () => {
    const name = fresh('é');
    await register('nobody', { username: fresh('new'), email: `${name}@club.example` });
    const again = { username: fresh('new'), email: `${name.toUpperCase()}@CLUB.example` };
    const refusal = await refused(club, () => register('nobody', again));
    expect(refusal).toMatchObject({ status: 409, code: 'EMAIL_IN_USE' });
  });

  const appointments = [
    { role: 'admin' },
    { role: 'usermanager' },
    { roles: ['regular', 'admin'] },
    { role: 'quartermaster' },
    { role: 'no-such-role' },
    { active: false },
  ];
  it.each(appointments)('with %j is 401 to nobody and 403 to a regular user', async (fields) => {
    for (const [who, status] of [
      ['nobody', 401],
      ['regular', 403],
    ] as const) {
      const refusal = await refused(club, () => register(who, { username: fresh('new'), ...fields }));
      expect(refusal).toMatchObject({ status });
    }
  });

  it.each(appointments.filter((fields) => !('active' in fields)))(
    'with %j is 403 to a usermanager',
    async (fields) => {
      const refusal = await refused(club, () =>
        register('usermanager', { username: fresh('new'), ...fields }),
      );
      expect(refusal).toMatchObject({ status: 403, detail: 'Not authorized.' });
    },
  );

  it('of an inactive user is open to a usermanager, and nobody logs in', async () => {
    const username = fresh('new');
    expect(await register('usermanager', { username, active: false })).toMatchObject({ status: 201 });
    expect((await club.login(username)).token).toBeUndefined();
  });

  it.each([
    [{ role: 'admin' }, 'admin', ['admin']],
    [{ roles: ['regular', 'usermanager', 'admin'] }, 'admin', ['admin', 'usermanager', 'regular']],
    [{ roles: ['quartermaster', 'label', 'regular'] }, 'regular', ['regular', 'label', 'quartermaster']],
    [{ role: 'quartermaster' }, 'quartermaster', ['quartermaster']],
    [{ role: 'label', roles: ['quartermaster', 'label'] }, 'label', ['label', 'quartermaster']],
    [{ role: 'user', roles: ['regular'] }, 'regular', ['regular']],
  ])('with %j is open to an admin', async (fields, role, roles) => {
    const answer = await register('admin', { username: fresh('new'), ...fields });
    expect(answer.status).toBe(201);
    expect(recordIn(answer)).toMatchObject({ role, roles });
  });

  it.each([
    { role: 'admin', roles: ['regular'] },
    { role: 'regular', roles: ['regular', 'admin'] },
    { role: 'user', roles: ['usermanager', 'user'] },
    { role: 'label', roles: ['label', 'regular'] },
  ])('refuses %j, which disagree', async (fields) => {
    const refusal = await refused(club, () => register('admin', { username: fresh('new'), ...fields }));
    expect(refusal.status).toBe(422);
    expect(refusal.places.join()).toContain('role');
  });

  it.each([{ role: 'no-such-role' }, { roles: ['admin', 'no-such-role'] }, { role: 'Admin' }])(
    'refuses %j, which names no role',
    async (fields) => {
      const refusal = await refused(club, () => register('admin', { username: fresh('new'), ...fields }));
      expect(refusal.status).toBe(422);
      expect(refusal.places.join()).toContain('role');
    },
  );
});

describe('ids of clients', () => {
  const post = (body: object) => club.nobody.jsonApi.post('/users', body);
  const document = (id: unknown, attributes: object, type = 'user') => ({
    data: { type, id, attributes: { password: PASSWORD, ...attributes } },
  });

  it('are the username, which need not be said twice', async () => {
    const id = fresh('new');
    expect(recordIn(await post(document(id, {})))).toMatchObject({ id, username: id });
    const both = fresh('new');
    expect(await post(document(both, { username: both }))).toMatchObject({ status: 201 });
    const plain = await club.nobody.plain.post('/users', { id: fresh('new'), password: PASSWORD });
    expect(plain.status).toBe(201);
  });

  it.each([
    ['another id than the username', document('new-a', { username: 'new-b' }), 409, ['/data/id']],
    ['another type', document('new-a', {}, 'run'), 409, ['/data/type']],
    ['an id that is no username', document('a b', {}), 422, ['/data/id']],
    ['an empty id', document('', {}), 422, ['/data/id']],
    ['an id that is a number', document(5, {}), 400, ['/data/id']],
    ['no type', { data: { attributes: {} } }, 400, ['/data']],
    ['a list', { data: [] }, 400, ['/data']],
    ['nothing', { data: null }, 400, ['/data']],
    ['no data', { meta: {} }, 400, ['']],
  ] as const)('%s: refused with its pointer', async (_, body, status, places) => {
    const refusal = await refused(club, () => post(body));
    expect(refusal).toMatchObject({ status, places });
  });

  it('another id than the username is 409 in plain JSON too', async () => {
    const body = { id: 'new-a', username: 'new-b', password: PASSWORD };
    expect(await refused(club, () => club.nobody.plain.post('/users', body))).toMatchObject({ status: 409 });
  });

  it('are taken as any name is', async () => {
    const refusal = await refused(club, () => post(document('ADMIN', {})));
    expect(refusal).toMatchObject({ status: 409, detail: 'User already exists.' });
  });

  it.each([
    [
      'an attribute as a relationship',
      { relationships: { phone: { data: null } } },
      422,
      '/data/relationships/phone',
    ],
    [
      'an unknown relationship',
      { relationships: { friends: { data: [] } } },
      422,
      '/data/relationships/friends',
    ],
    ['a relationship as an attribute', { attributes: { runs: [] } }, 422, '/data/attributes/runs'],
    ['a to-many relationship', { relationships: { runs: { data: [] } } }, 403, '/data/relationships/runs'],
  ])('%s is refused with its pointer', async (_, members, status, pointer) => {
    const { attributes = {}, ...others } = members as { attributes?: object };
    const body = {
      data: { type: 'user', id: fresh('new'), attributes: { password: PASSWORD, ...attributes }, ...others },
    };
    expect(await refused(club, () => post(body))).toMatchObject({ status, places: [pointer] });
  });
});

describe('PASSWORD_MIN_LENGTH', () => {
  it('binds new passwords and never a login', async () => {
    const strict = await Club.open({ PASSWORD_MIN_LENGTH: '14' });
    try {
      // The first admin's own password has 13 characters.
      expect(strict.admin.token).toEqual(expect.any(String));
      const register = (password: string) =>
        strict.nobody.plain.post('/users', { username: 'bob', password });
      expect(await refused(strict, () => register('x'.repeat(13)))).toMatchObject({
        status: 422,
        places: ['password'],
      });
      expect(await register('x'.repeat(14))).toMatchObject({ status: 201 });
      const change = () => strict.admin.plain.put('/users/bob', { password: 'x'.repeat(13) });
      expect(await refused(strict, change)).toMatchObject({ status: 422 });
    } finally {
      await strict.close();
    }
  });
});

it('tells the same of a refusal in both representations', async () => {
  const body = { username: 'admin', password: PASSWORD };
  const plain = refusalIn(await club.nobody.plain.post('/users', body));
  const jsonApi = refusalIn(await club.nobody.jsonApi.post('/users', bodyOf('jsonApi', 'user', body)));
  expect([plain.status, plain.code, plain.detail]).toEqual([jsonApi.status, jsonApi.code, jsonApi.detail]);
});

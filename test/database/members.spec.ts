import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { resources } from '../../src/app.resources.js';
import { Role } from '../../src/roles/role.entity.js';
import { RolesService } from '../../src/roles/roles.service.js';
import { Caller, type Permission } from '../../src/shared/access/caller.js';
import { Problem } from '../../src/shared/errors/problem.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import { SessionsService } from '../../src/users/sessions.service.js';
import { User } from '../../src/users/user.entity.js';
import { UsersService } from '../../src/users/users.service.js';
import { openDatabase, type OpenDatabase, readerOf } from '../support/reading.js';
import { testSettings } from '../support/settings.js';

const ANN = '00000000-0000-0000-0000-0000000000a1';
const BOB = '00000000-0000-0000-0000-0000000000b2';
const SESSION = '00000000-0000-0000-0000-0000000000c3';
const FORBIDDEN = { status: 403, code: 'NOT_AUTHORIZED', detail: 'Not authorized.', faults: [] };
const STRANGER = {
  status: 401,
  code: 'TOKEN_MISSING',
  detail: 'Log in first: only some may do this.',
  faults: [],
};
const unknown = (field: string, ...names: readonly string[]) => {
  const detail = `There is no role "${names.join('", "')}".`;
  return expect.objectContaining({
    status: 422,
    detail,
    faults: [expect.objectContaining({ field, detail })],
  });
};

const as = (permissions: readonly Permission[] = [], id = BOB) =>
  new Caller(id, SESSION, { username: 'x', timeZone: 'UTC', roles: [], permissions, mode: 'self-service' });

let open: OpenDatabase;
let roles: RolesService;
let users: UsersService;
beforeAll(async () => {
  open = await openDatabase(User, Role);
  const reader = readerOf(open.database, new Catalog(resources));
  roles = new RolesService(open.database, reader);
  const sessions = new SessionsService(testSettings(open.url), open.database, reader);
  users = new UsersService(open.database, reader, roles, sessions);
  await open.database.query(
    sql`INSERT INTO roles (name, permissions) VALUES ('coach', '{runs}'), ('guest', '{}')`,
  );
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.database.query(sql`DELETE FROM users`);
  await open.database.query(sql`
    INSERT INTO users (id, username, password_hash) VALUES (${ANN}, 'Ann', 'x'), (${BOB}, 'bob', 'x')`);
  await open.database.query(sql`
    INSERT INTO user_roles (user_id, role_name) VALUES (${ANN}, 'regular'), (${BOB}, 'regular')`);
  await open.database.query(sql`
    INSERT INTO sessions (id, user_id, expires_at) VALUES (${SESSION}, ${ANN}, now() + interval '1 hour')`);
});

const everything = () =>
  open.database.query(sql`
    SELECT u.*, ARRAY(SELECT role_name FROM user_roles WHERE user_id = u.id ORDER BY 1) AS roles,
      (SELECT count(*) FROM sessions s WHERE s.user_id = u.id AND revoked_at IS NULL) AS sessions
    FROM users u ORDER BY username`);

/** What was refused, and that nothing changed. */
async function refusal(work: () => Promise<unknown>) {
  const before = await everything();
  const error: unknown = await work().then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error(`No problem: ${String(error)}`);
  expect(await everything()).toEqual(before);
  const { status, code, detail, faults } = error;
  return { status, code, detail, faults };
}

const joining = (more: object) => ({ username: 'new', password: 'a good password', ...more });

describe('joining', () => {
  it.each([
    ['nobody', null, {}, ['regular']],
    ['a member', as(), { roles: ['regular', 'user'] }, ['regular']],
    ['those who give roles', as(['users', 'roles']), { roles: ['coach', 'regular'] }, ['regular', 'coach']],
    ['those who administer users', as(['users']), { active: false }, ['regular']],
  ])('is done by %s', async (_, caller, more, expected) => {
    const { row, message } = await users.register(caller, joining(more));
    expect([row, message]).toMatchObject([{ username: 'new', roles: expected }, 'Successfully registered.']);
    expect(row?.active).toBe(!('active' in more));
  });

  it.each([
    ['nobody with another role', null, { role: 'coach' }, STRANGER],
    ['nobody with several', null, { roles: ['regular', 'coach'] }, STRANGER],
    ['nobody inactive', null, { active: false }, STRANGER],
    ['a member inactive', as(['roles']), { active: false }, FORBIDDEN],
    ['a member with another role', as(), { role: 'guest' }, FORBIDDEN],
    ['those who give roles to none', as(['roles']), { role: 'guest' }, FORBIDDEN],
    ['those who give no roles', as(['users']), { roles: ['regular', 'guest'] }, FORBIDDEN],
    ['those who give no roles, one that is unknown', as(['users']), { role: 'none' }, FORBIDDEN],
    ['an unknown role', as(['users', 'roles']), { role: 'none' }, unknown('role', 'none')],
    [
      'unknown roles',
      as(['users', 'roles']),
      { roles: ['coach', 'none', 'no one'] },
      unknown('roles', 'none', 'no one'),
    ],
  ])('is refused: %s', async (_, caller, more, expected) => {
    expect(await refusal(() => users.register(caller, joining(more)))).toEqual(expected);
  });
});

describe('a change', () => {
  const admin = as(['users', 'roles']);

  it.each([
    ['to other roles, by those who give none', as(['users']), { role: 'guest' }, FORBIDDEN],
    ['to other roles, by oneself', as(['roles'], ANN), { roles: ['regular', 'coach'] }, FORBIDDEN],
    ['to fewer roles, by those who give none', as(['users']), { roles: [] }, FORBIDDEN],
    ['to an unknown role', admin, { roles: ['none'] }, unknown('roles', 'none')],
    [
      'of the name',
      admin,
      { username: 'anna' },
      expect.objectContaining({
        status: 422,
        detail: 'The username is fixed.',
        faults: [expect.objectContaining({ field: 'username' })],
      }),
    ],
    ['of another', as(), { email: 'x@example.org' }, FORBIDDEN],
    ['of one’s own activity', as([], ANN), { active: false }, FORBIDDEN],
  ])('is refused: %s', async (_, caller, changes, expected) => {
    expect(await refusal(() => users.update(caller, 'ann', changes))).toEqual(expected);
  });

  it('keeps to the roles that there are already, whoever asks', async () => {
    const { row } = await users.update(as([], ANN), 'ann', { username: 'ANN', role: 'regular' });
    expect(row).toMatchObject({ username: 'Ann', roles: ['regular'] });
    const more = await users.update(admin, 'ann', { roles: ['coach', 'guest'] });
    expect(more.row?.roles).toEqual(['coach', 'guest']);
  });

  it('of one’s own password needs a session that goes on', async () => {
    const change = () => users.update(as([], ANN), 'ann', { password: 'another good one' });
    expect((await change()).message).toBe('Password successfully changed.');
    for (const end of [
      sql`UPDATE sessions SET expires_at = now() - interval '1 second'`,
      sql`UPDATE sessions SET expires_at = now() + interval '1 hour', revoked_at = now()`,
    ]) {
      await open.database.query(end);
      expect(await refusal(change)).toMatchObject({
        status: 401,
        code: 'TOKEN_INVALID',
        detail: 'The session is over: log in.',
      });
    }
    const others = await users.update(admin, 'ann', { password: 'another good one', email: 'a@example.org' });
    expect(others.message).toBe('Password successfully changed.');
  });
});

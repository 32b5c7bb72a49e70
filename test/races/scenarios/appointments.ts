import type { Member } from '../../support/club.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type Race, type Scenario, told, unmet, winners, won } from '../race.js';
import { fresh, gateAtUser, member, members, rolesOf } from '../world.js';

const DEMOTED = '403 NOT_AUTHORIZED';
const NO_TOKEN = '401 TOKEN_INVALID';
const GONE = '404 USER_NOT_FOUND';
const IN_USE = '409 ROLE_IN_USE';
const FIRST = '409 FIRST_ADMIN';

/** The ways to take somebody's power. */
const WAYS: readonly ((who: Member, target: Member) => Ask)[] = [
  (who, { username }) => by(who, ({ plain }) => plain.patch(`/users/${username}`, { role: 'regular' })),
  (who, { username }) => by(who, ({ plain }) => plain.patch(`/users/${username}`, { active: false })),
  (who, { username }) => by(who, ({ plain }) => plain.delete(`/users/${username}`)),
];

const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(Math.random() * choices.length)] as T;

/** Whether somebody can still grant roles. */
async function mayAppoint(arena: Arena, { username }: Member): Promise<boolean> {
  const rows = await arena.rows(
    `SELECT FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.name = role_name
     WHERE username = $1 AND active AND 'roles' = ANY (permissions)`,
    [username],
  );
  return rows.length > 0;
}

/** The two came in before either was demoted, so both may succeed; whoever was told so has no power any more. */
async function eachTheOther(arena: Arena): Promise<Race> {
  const [a, b] = (await members(arena, 2, 'admin')) as [Member, Member];
  return {
    asks: [oneOf(WAYS)(a, b), oneOf(WAYS)(b, a)],
    gate: ['SELECT FROM users WHERE username = ANY ($1) FOR UPDATE', [[a.username, b.username]]],
    refusals: [DEMOTED, NO_TOKEN, GONE],
    judge: async (ends) =>
      unmet({
        'one succeeds': winners(ends).length > 0,
        'who was demoted is': (await mayAppoint(arena, b)) !== won(ends[0]),
        'so is the other': (await mayAppoint(arena, a)) !== won(ends[1]),
      }),
  };
}

/** Of the first admin, who stays, and one who has the only other role with the power; which itself cannot be changed. */
async function theLastTwo(arena: Arena): Promise<Race> {
  const name = fresh('board-');
  await arena.admin.plain.post('/roles', { name, permissions: ['users', 'roles'] });
  const other = await member(arena, name);
  const weaken = by(arena.admin, ({ plain }) => plain.patch(`/roles/${name}`, { permissions: ['users'] }));
  return {
    asks: [oneOf(WAYS)(other, arena.admin), oneOf(WAYS)(arena.admin, other), weaken],
    gate: [
      'SELECT FROM users WHERE username = ANY ($1) FOR UPDATE',
      [[other.username, arena.admin.username]],
    ],
    refusals: [DEMOTED, NO_TOKEN, FIRST, IN_USE],
    judge: async ([attack, demotion, weakening]) =>
      unmet({
        'the first admin stays': !won(attack) && (await mayAppoint(arena, arena.admin)),
        'the other one is demoted': won(demotion) && !(await mayAppoint(arena, other)),
        'a role that is in use stays': won(weakening) || weakening?.refusal === IN_USE,
      }),
  };
}

/** Whoever may change unprivileged users only must not come in while one is being appointed. */
async function promotedAndManaged(arena: Arena): Promise<Race> {
  const [target, manager] = [await member(arena), await member(arena, 'usermanager')];
  const { username } = target;
  const isDeletion = Math.random() < 0.5;
  const manage = by(manager, ({ plain }) =>
    isDeletion
      ? plain.delete(`/users/${username}`)
      : plain.patch(`/users/${username}`, { first_name: 'Changed' }),
  );
  const promote = by(arena.admin, ({ plain }) => plain.patch(`/users/${username}`, { role: 'admin' }));
  return {
    asks: [promote, manage],
    gate: gateAtUser(target),
    refusals: [DEMOTED, GONE],
    judge: (ends) => {
      const [promoted, managed] = ends;
      const sawAdmin = won(managed) && managed?.body.user.roles.includes('admin');
      return unmet({
        'one succeeds': winners(ends).length > 0,
        'no admin is deleted': !isDeletion || !(won(promoted) && won(managed)),
        'no admin is changed': isDeletion || !sawAdmin,
      });
    },
  };
}

const SETS = [['regular'], ['regular', 'usermanager'], ['usermanager']];

async function givenRoles(arena: Arena): Promise<Race> {
  const target = await member(arena);
  const { username } = target;
  return {
    asks: SETS.map((roles) => by(arena.admin, ({ plain }) => plain.patch(`/users/${username}`, { roles }))),
    gate: gateAtUser(target),
    refusals: [],
    judge: async (ends) => {
      const left = String(await rolesOf(arena, username));
      const said = ends.map(({ body }) => String([...(body.user?.roles ?? [])].sort()));
      return unmet({
        'all succeed': winners(ends).length === SETS.length,
        [`each is told the roles that it gave: ${said.join(' / ')}`]: said.every(
          (roles, index) => roles === String(SETS[index]),
        ),
        [`one of the sets stands: ${left}`]: SETS.some((roles) => String(roles) === left),
      });
    },
  };
}

async function grantedAndDeleted(arena: Arena): Promise<Race> {
  const [target, name] = [await member(arena), fresh('role-')];
  const { username } = target;
  await arena.admin.plain.post('/roles', { name, permissions: [] });
  return {
    asks: [
      by(arena.admin, ({ plain }) => plain.patch(`/users/${username}`, { roles: ['regular', name] })),
      by(arena.admin, ({ plain }) => plain.delete(`/roles/${name}`)),
      by(arena.admin, ({ plain }) => plain.patch(`/roles/${name}`, { description: 'Changed' })),
    ],
    gate: ['SELECT FROM roles WHERE name = $1 FOR UPDATE', [name]],
    refusals: [IN_USE, '422 INVALID', '404 ROLE_NOT_FOUND'],
    judge: async (ends) =>
      unmet({
        [`it is granted or gone: ${told(ends)}`]: won(ends[0]) !== won(ends[1]),
        'who was told so has it': (await rolesOf(arena, username)).includes(name) === won(ends[0]),
      }),
  };
}

export const appointments: readonly Scenario[] = [
  { name: 'two admins demote each other', prepare: eachTheOther },
  { name: 'the last two with the right to appoint demote each other', prepare: theLastTwo },
  { name: 'a user is promoted and changed by a usermanager', prepare: promotedAndManaged },
  { name: 'a user is given different roles', prepare: givenRoles },
  { name: 'a role is granted, changed and deleted', prepare: grantedAndDeleted },
];

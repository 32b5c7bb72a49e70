import { PASSWORD, type Member } from '../../support/club.js';
import type { Arena } from '../arena.js';
import { by, byEach, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { fresh, gateAtUser, member, members } from '../world.js';

const emailOf = (arena: Arena, { username }: Member) =>
  arena.value('SELECT email FROM users WHERE username = $1', [username]);

function sameName(arena: Arena): Race {
  const name = fresh('Same-');
  const names = [name, name.toUpperCase(), name.toLowerCase(), name];
  const nobody = arena.bearer('', null);
  return {
    asks: names.map((username) =>
      by(nobody, ({ plain }) => plain.post('/users', { username, password: PASSWORD })),
    ),
    refusals: ['409 USER_ALREADY_EXISTS'],
    judge: async (ends) => {
      const [winner] = winners(ends);
      const stored = await arena.value('SELECT username FROM users WHERE lower(username) = lower($1)', [
        name,
      ]);
      return unmet({
        'one is registered': winners(ends).length === 1,
        'who was told so has the name':
          winner?.body.user.username === stored && names.includes(String(stored)),
      });
    },
  };
}

/** Of two who register and two who are members already. */
async function sameEmail(arena: Arena): Promise<Race> {
  const email = `${fresh('mail')}@x.org`;
  const pair = await members(arena, 2);
  const newcomers = [fresh('new-'), fresh('new-')];
  const nobody = arena.bearer('', null);
  return {
    asks: [
      ...byEach(pair, ({ username, plain }) => plain.patch(`/users/${username}`, { email })),
      ...newcomers.map((username) =>
        by(nobody, ({ plain }) =>
          plain.post('/users', { username, password: PASSWORD, email: email.toUpperCase() }),
        ),
      ),
    ],
    refusals: ['409 EMAIL_IN_USE'],
    judge: async (ends) => {
      const names = [...pair.map(({ username }) => username), ...newcomers];
      const owner = await arena.value('SELECT username FROM users WHERE lower(email) = lower($1)', [email]);
      const there = await arena.value('SELECT count(*) FROM users WHERE username = ANY ($1)', [newcomers]);
      return unmet({
        'one gets it': winners(ends).length === 1,
        'who was told so has it': owner === names[ends.findIndex(won)],
        'who is refused is not registered': Number(there) === winners(ends.slice(2)).length,
      });
    },
  };
}

/** Each waits for the other: PostgreSQL ends one of them, who tries again. */
async function swappedEmails(arena: Arena): Promise<Race> {
  const [a, b] = (await members(arena, 2)) as [Member, Member];
  const addresses = [`${fresh('mail')}@x.org`, `${fresh('mail')}@x.org`];
  for (const [index, each] of [a, b].entries()) {
    await arena.database.query('UPDATE users SET email = $2 WHERE username = $1', [
      each.username,
      addresses[index],
    ]);
  }
  return {
    asks: [a, b].map((who, index) =>
      by(who, ({ username, plain }) => plain.patch(`/users/${username}`, { email: addresses[1 - index] })),
    ),
    refusals: ['409 EMAIL_IN_USE'],
    judge: async (ends) =>
      unmet({
        'neither gets what the other has': winners(ends).length === 0,
        'each keeps their own':
          (await emailOf(arena, a)) === addresses[0] && (await emailOf(arena, b)) === addresses[1],
      }),
  };
}

/** What one changes, the other does not undo. */
async function differentFields(arena: Arena): Promise<Race> {
  const target = await member(arena);
  const changes = [{ first_name: 'Ann' }, { last_name: 'Lee' }, { time_zone: 'Europe/Berlin' }];
  return {
    asks: changes.map((change, index) =>
      by(index === 0 ? target : arena.admin, ({ plain }) => plain.patch(`/users/${target.username}`, change)),
    ),
    gate: gateAtUser(target),
    refusals: [],
    judge: async (ends) => {
      const [row] = await arena.rows(
        'SELECT first_name, last_name, time_zone FROM users WHERE username = $1',
        [target.username],
      );
      return unmet({
        'all succeed': winners(ends).length === changes.length,
        'all stand': JSON.stringify(row) === JSON.stringify(Object.assign({}, ...changes)),
      });
    },
  };
}

function sameRole(arena: Arena): Race {
  const name = fresh('role-');
  return {
    asks: [['users'], ['items']].map((permissions) =>
      by(arena.admin, ({ plain }) => plain.post('/roles', { name, permissions })),
    ),
    refusals: ['409 ROLE_ALREADY_EXISTS'],
    judge: async (ends) => {
      const stored = await arena.value('SELECT permissions FROM roles WHERE name = $1', [name]);
      const [winner] = winners(ends);
      return unmet({
        'one is made': winners(ends).length === 1,
        'it is what was told': String(winner?.body.role.permissions) === String(stored),
      });
    },
  };
}

export const names: readonly Scenario[] = [
  { name: 'four register under one name', prepare: sameName },
  { name: 'four want one email', prepare: sameEmail },
  { name: 'two want the email of each other', prepare: swappedEmails },
  { name: 'one user is changed in different fields', prepare: differentFields },
  { name: 'two roles are made under one name', prepare: sameRole },
];

import { PASSWORD, type Member } from '../../support/club.js';
import { claimsOf } from '../../support/tokens.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type End, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { fresh, gateAtUser, member } from '../world.js';

const NO_TOKEN = '401 TOKEN_INVALID';
const WRONG = '401 WRONG_LOGIN';

/** A new member who has a password, logged in so many times. */
async function withPassword(arena: Arena, sessions: number): Promise<readonly Member[]> {
  const username = fresh('member');
  const nobody = arena.bearer('', null).plain;
  await nobody.post('/users', { username, password: PASSWORD });
  const logins = Array.from({ length: sessions }, () =>
    nobody.post('/login', { username, password: PASSWORD }),
  );
  return (await Promise.all(logins)).map(({ body }) => arena.bearer(username, String(body.auth_token)));
}

const logIn = (arena: Arena, username: string, password = PASSWORD): Ask =>
  by(arena.bearer('', null), ({ plain }) => plain.post('/login', { username, password }));

const isAlive = async (arena: Arena, who: Member): Promise<readonly boolean[]> => {
  const answers = await Promise.all([0, 1].map((server) => arena.at(server, who).plain.get('/me')));
  return answers.map(({ status }) => status === 200);
};

/** Whether one of these tokens still opens anything, at either server. */
async function someCount(arena: Arena, tokens: readonly unknown[]): Promise<boolean> {
  const found = tokens.map((token) => isAlive(arena, arena.bearer('', String(token))));
  return (await Promise.all(found)).flat().includes(true);
}

const tokensIn = (ends: readonly End[]): readonly unknown[] =>
  winners(ends)
    .map(({ body }) => body.auth_token as unknown)
    .filter((token) => token !== undefined);

/** Which of these passwords opens the account now. */
async function passwordsOf(
  arena: Arena,
  username: string,
  tried: readonly string[],
): Promise<readonly string[]> {
  const nobody = arena.bearer('', null).plain;
  const logins = await Promise.all(tried.map((password) => nobody.post('/login', { username, password })));
  return tried.filter((_, index) => logins[index]?.status === 200);
}

async function loggedOut(arena: Arena): Promise<Race> {
  const who = await member(arena);
  const { username, token } = who;
  const { sid } = claimsOf(String(token));
  return {
    asks: [
      by(who, ({ plain }) => plain.post('/logout')),
      by(who, ({ plain }) => plain.post('/refresh')),
      by(who, ({ plain }) => plain.get('/me')),
      by(who, ({ plain }) => plain.patch(`/users/${username}`, { first_name: 'Late' })),
      by(who, ({ plain }) => plain.delete(`/sessions/${String(sid)}`)),
    ],
    refusals: [NO_TOKEN, '404 SESSION_NOT_FOUND'],
    judge: async (ends) => {
      const name = await arena.value('SELECT first_name FROM users WHERE username = $1', [username]);
      return unmet({
        'it is ended in one way or the other': won(ends[0]) || won(ends[4]),
        'no token counts': !(await someCount(arena, [token, ...tokensIn(ends)])),
        'who is refused has changed nothing': (name === 'Late') === won(ends[3]),
      });
    },
  };
}

/** Ends sessions, while others begin. */
async function ended(arena: Arena, change: object, more: (who: Member) => readonly Ask[]): Promise<Race> {
  const [who] = (await withPassword(arena, 1)) as [Member];
  const { username } = who;
  return {
    asks: [
      by(arena.admin, ({ plain }) => plain.patch(`/users/${username}`, change)),
      logIn(arena, username),
      ...more(who),
    ],
    gate: gateAtUser(who),
    refusals: [NO_TOKEN, WRONG],
    judge: async (ends) =>
      unmet({
        'the change is made': won(ends[0]),
        'no token counts': !(await someCount(arena, [who.token, ...tokensIn(ends)])),
      }),
  };
}

const refreshes = (who: Member): readonly Ask[] => [by(who, ({ plain }) => plain.post('/refresh'))];

async function twoPasswords(arena: Arena): Promise<Race> {
  const [{ username }] = (await withPassword(arena, 1)) as [Member];
  const passwords = ['first password', 'second password'];
  return {
    asks: passwords.map((password) =>
      by(arena.admin, ({ plain }) => plain.put(`/users/${username}`, { password })),
    ),
    refusals: [],
    judge: async (ends) =>
      unmet({
        'both are told that it is changed': winners(ends).length === 2,
        'one of the two stands': (await passwordsOf(arena, username, [...passwords, PASSWORD])).length === 1,
        'the old one does not': (await passwordsOf(arena, username, [PASSWORD])).length === 0,
      }),
  };
}

/** Whoever is first ends the session of the other, whose change must not be made any more. */
async function ownPasswords(arena: Arena): Promise<Race> {
  const sessions = await withPassword(arena, 2);
  const username = sessions[0]?.username ?? '';
  const passwords = ['first password', 'second password'];
  return {
    asks: sessions.map((who, index) =>
      by(who, ({ plain }) => plain.put(`/users/${username}`, { password: passwords[index] })),
    ),
    refusals: [NO_TOKEN],
    judge: async (ends) => {
      const winner = ends.findIndex(won);
      const alive = await Promise.all(sessions.map((who) => isAlive(arena, who)));
      return unmet({
        'one changes it': winners(ends).length === 1,
        'their password stands': String(await passwordsOf(arena, username, passwords)) === passwords[winner],
        'their session goes on, the other is over': alive.every((each, index) =>
          each.every((lives) => lives === (index === winner)),
        ),
      });
    },
  };
}

export const access: readonly Scenario[] = [
  { name: 'a session is ended while it is used and refreshed', prepare: loggedOut },
  {
    name: 'a user is deactivated while logging in',
    prepare: (arena) => ended(arena, { active: false }, refreshes),
  },
  {
    name: 'a password is changed while the old one is used',
    prepare: (arena) => ended(arena, { password: 'another password' }, refreshes),
  },
  { name: 'a password is changed twice', prepare: twoPasswords },
  { name: 'a password is changed in two sessions of its user', prepare: ownPasswords },
];

import { PASSWORD, type Member } from '../../support/club.js';
import { runBody } from '../../support/run-body.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type End, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { fresh, gateAtUser, holderOf, item, member, members, rolesOf, run, usersNamed } from '../world.js';

const GONE = '404 USER_NOT_FOUND';
const NO_TOKEN = '401 TOKEN_INVALID';
const HOLDS = '409 USER_HOLDS_ITEMS';

const deletes = (who: Member, { username }: Member): Ask =>
  by(who, ({ plain }) => plain.delete(`/users/${username}`));

/** The token of a user who is gone opens nothing, at either server. */
async function isRefused(arena: Arena, who: Member): Promise<boolean> {
  const answers = await Promise.all([0, 1].map((server) => arena.at(server, who).plain.get('/me')));
  return answers.every(({ status }) => status === 401);
}

/** Either the user is gone, or they stay and hold the item. */
function lentOrDeleted(
  arena: Arena,
  doomed: Member,
  id: string,
  lend: Ask,
  refusals: readonly string[],
): Race {
  return {
    asks: [deletes(arena.admin, doomed), lend],
    gate: gateAtUser(doomed),
    refusals: [HOLDS, ...refusals],
    judge: async ([deleted, lent]) =>
      unmet({
        'either is done': won(deleted) !== won(lent),
        'who holds an item stays': (await usersNamed(arena, doomed.username)) === (won(lent) ? 1 : 0),
        'it is held if it was lent': (await holderOf(arena, id)) === (won(lent) ? doomed.username : null),
        'who is gone is refused': (await isRefused(arena, doomed)) === won(deleted),
      }),
  };
}

async function lentTo(arena: Arena): Promise<Race> {
  const [doomed, id] = [await member(arena), await item(arena)];
  const body = { item: id, borrower: doomed.username };
  return lentOrDeleted(
    arena,
    doomed,
    id,
    by(arena.admin, ({ plain }) => plain.post('/loans', body)),
    [GONE],
  );
}

async function transferredTo(arena: Arena): Promise<Race> {
  const [doomed, holder] = (await members(arena, 2)) as [Member, Member];
  const id = await item(arena, holder);
  const body = { loanedto: doomed.username };
  const transfer = by(arena.admin, ({ plain }) => plain.put(`/loan-items/${id}`, body));
  const race = lentOrDeleted(arena, doomed, id, transfer, [GONE]);
  const judge = async ([deleted, lent]: readonly End[]) =>
    unmet({
      'either is done': won(deleted) !== won(lent),
      'somebody holds it': (await holderOf(arena, id)) === (won(lent) ? doomed : holder).username,
    });
  return { ...race, judge };
}

async function borrowing(arena: Arena): Promise<Race> {
  const [doomed, id] = [await member(arena), await item(arena)];
  const borrow = by(doomed, ({ plain }) => plain.post('/loans', { item: id }));
  return lentOrDeleted(arena, doomed, id, borrow, [GONE, NO_TOKEN]);
}

/** Whose deletion succeeds leaves nothing, whatever was on its way. */
function goneWith(arena: Arena, doomed: Member, others: readonly Ask[], refusals: readonly string[]): Race {
  return {
    asks: [deletes(arena.admin, doomed), ...others],
    gate: gateAtUser(doomed),
    refusals,
    judge: async ([deleted]) =>
      unmet({
        'the user is deleted': won(deleted) && (await usersNamed(arena, doomed.username)) === 0,
        'who is gone is refused': await isRefused(arena, doomed),
      }),
  };
}

async function posting(arena: Arena): Promise<Race> {
  const doomed = await member(arena);
  const id = await run(arena, doomed);
  return goneWith(
    arena,
    doomed,
    [
      by(doomed, ({ plain }) => plain.post('/runs', runBody())),
      by(arena.admin, ({ plain }) => plain.post('/runs', runBody({ user: doomed.username }))),
      by(doomed, ({ plain }) => plain.patch(`/runs/${id}`, { distance: 7000 })),
    ],
    [GONE, NO_TOKEN, '404 RUN_NOT_FOUND'],
  );
}

/** Such a one who has a password. */
async function registered(arena: Arena): Promise<Member> {
  const username = fresh('member');
  await arena.admin.plain.post('/users', { username, password: PASSWORD });
  const { body } = await arena.bearer('', null).plain.post('/login', { username, password: PASSWORD });
  return arena.bearer(username, body.auth_token);
}

async function loggingIn(arena: Arena): Promise<Race> {
  const doomed = await registered(arena);
  const { username } = doomed;
  const logIn = by(arena.bearer('', null), ({ plain }) =>
    plain.post('/login', { username, password: PASSWORD }),
  );
  const race = goneWith(arena, doomed, [logIn, logIn], ['401 WRONG_LOGIN']);
  const judge = async (ends: readonly End[]) => {
    const tokens = winners(ends.slice(1)).map(({ body }) => String(body.auth_token));
    const refused = await Promise.all(tokens.map((token) => isRefused(arena, arena.bearer(username, token))));
    return [...(await race.judge(ends)), ...unmet({ 'no new token counts': refused.every(Boolean) })];
  };
  return { ...race, judge };
}

async function promoted(arena: Arena): Promise<Race> {
  const doomed = await member(arena);
  const { username } = doomed;
  const grant = by(arena.admin, ({ plain }) => plain.patch(`/users/${username}`, { roles: ['usermanager'] }));
  const race = goneWith(arena, doomed, [grant], [GONE]);
  const judge = async (ends: readonly End[]) => [
    ...(await race.judge(ends)),
    ...unmet({ 'no role is left': (await rolesOf(arena, username)).length === 0 }),
  ];
  return { ...race, judge };
}

async function twice(arena: Arena): Promise<Race> {
  const [doomed, other] = [await member(arena), await member(arena, 'admin')];
  const asks = [arena.admin, other, doomed].map((who) => deletes(who, doomed));
  return {
    asks,
    gate: gateAtUser(doomed),
    refusals: [GONE, NO_TOKEN],
    judge: (ends) => unmet({ 'one deletes them': winners(ends).length === 1 }),
  };
}

export const deletions: readonly Scenario[] = [
  { name: 'a user is deleted and lent to', prepare: lentTo },
  { name: 'a user is deleted and an item transferred to them', prepare: transferredTo },
  { name: 'a user is deleted while borrowing', prepare: borrowing },
  { name: 'a user is deleted while runs are posted by and for them', prepare: posting },
  { name: 'a user is deleted while logging in', prepare: loggingIn },
  { name: 'a user is deleted and given a role', prepare: promoted },
  { name: 'a user is deleted by three', prepare: twice },
];

import type { Member } from '../../support/club.js';
import { add, hand, linkTo, operate, update } from '../../support/operations.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { fresh, holderOf, item, keyed, member, members, run, usersNamed } from '../world.js';

const lists = (who: Member, operations: readonly unknown[], options = {}): Ask =>
  by(who, (each) => operate(each, operations, options));

const nameOf = (arena: Arena, { username }: Member) =>
  arena.value('SELECT first_name FROM users WHERE username = $1', [username]);

/** Each hands on both items, beginning at the other end: whoever is last has handed on both. */
async function transfers(arena: Arena): Promise<Race> {
  const [a, b, c] = (await members(arena, 3)) as [Member, Member, Member];
  const [one, two] = [await item(arena, a), await item(arena, a)];
  return {
    asks: [
      lists(arena.admin, [hand(one, b.username), hand(two, b.username)]),
      lists(arena.admin, [hand(two, c.username), hand(one, c.username)]),
      by(arena.admin, ({ plain }) => plain.put(`/loan-items/${one}`, { description: 'saw' })),
    ],
    refusals: [],
    judge: async (ends) => {
      const holders = [await holderOf(arena, one), await holderOf(arena, two)];
      return unmet({
        'all are done': winners(ends).length === 3,
        [`one holds both: ${String(holders)}`]: holders[0] !== null && holders[0] === holders[1],
      });
    },
  };
}

async function edits(arena: Arena): Promise<Race> {
  const pair = (await members(arena, 2)) as [Member, Member];
  const other = await member(arena, 'admin');
  const list = (users: readonly Member[], first_name: string) =>
    users.map(({ username }) => update('user', username, { first_name }));
  return {
    asks: [
      lists(arena.admin, list(pair, 'Ann')),
      lists(other, list([...pair].reverse(), 'Bob')),
      by(pair[0], ({ username, plain }) => plain.patch(`/users/${username}`, { last_name: 'Lee' })),
    ],
    refusals: [],
    judge: async (ends) =>
      unmet({
        'all are done': winners(ends).length === 3,
        'one is done after the other': (await nameOf(arena, pair[0])) === (await nameOf(arena, pair[1])),
      }),
  };
}

/** Free items: whoever comes first gets both. */
async function loans(arena: Arena): Promise<Race> {
  const pair = (await members(arena, 2)) as [Member, Member];
  const ids = [await item(arena), await item(arena)];
  const list = (order: readonly string[]) =>
    order.map((id) => add('loan', {}, { relationships: { item: linkTo('loan-item', { id }) } }));
  return {
    asks: [lists(pair[0], list(ids)), lists(pair[1], list([...ids].reverse()))],
    refusals: ['409 ITEM_ON_LOAN'],
    judge: async (ends) => {
      const holders = await Promise.all(ids.map((id) => holderOf(arena, id)));
      const winner = pair[ends.findIndex(won)]?.username;
      return unmet({
        'one gets them': winners(ends).length === 1,
        [`both items are theirs: ${String(holders)}`]: holders.every((holder) => holder === winner),
      });
    },
  };
}

/** The deletion takes the runs in the other order. */
async function ownerDeleted(arena: Arena, owner: Member, editor: Member, options: object): Promise<Race> {
  const ids = [await run(arena, owner), await run(arena, owner), await run(arena, owner)];
  return {
    asks: [
      by(arena.admin, ({ plain }) => plain.delete(`/users/${owner.username}`)),
      lists(
        editor,
        [...ids].reverse().map((id) => update('run', id, { distance: 7000 })),
        options,
      ),
    ],
    refusals: ['404 RUN_NOT_FOUND', '401 TOKEN_INVALID'],
    judge: async ([deleted]) =>
      unmet({ 'the user is deleted': won(deleted) && (await usersNamed(arena, owner.username)) === 0 }),
  };
}

async function ownRuns(arena: Arena): Promise<Race> {
  const owner = await member(arena);
  return ownerDeleted(arena, owner, owner, keyed());
}

async function othersRuns(arena: Arena): Promise<Race> {
  return ownerDeleted(arena, await member(arena), await member(arena, 'admin'), {});
}

/** All that the list asks for, or nothing. */
async function borrowerDeleted(arena: Arena): Promise<Race> {
  const doomed = await member(arena);
  const [lent, edited] = [await item(arena), await item(arena)];
  return {
    asks: [
      by(arena.admin, ({ plain }) => plain.delete(`/users/${doomed.username}`)),
      lists(arena.admin, [update('loan-item', edited, { description: 'saw' }), hand(lent, doomed.username)]),
    ],
    refusals: ['404 USER_NOT_FOUND', '409 USER_HOLDS_ITEMS'],
    judge: async ([deleted, listed]) => {
      const description = await arena.value('SELECT description FROM items WHERE id = $1', [edited]);
      return unmet({
        'either is done': won(deleted) !== won(listed),
        'nothing is done by halves':
          (description === 'saw') === won(listed) && ((await holderOf(arena, lent)) !== null) === won(listed),
      });
    },
  };
}

function sameKey(arena: Arena): Race {
  const [description, key] = [fresh('twin-'), keyed()];
  const list = [add('loan-item', { description }), add('loan-item', { description })];
  return {
    asks: [lists(arena.admin, list, key), lists(arena.admin, list, key), lists(arena.admin, list, key)],
    refusals: ['409 IDEMPOTENCY_KEY_IN_USE'],
    judge: async (ends) =>
      unmet({
        'one succeeds': winners(ends).length > 0,
        'all are told the same': new Set(winners(ends).map(({ body }) => JSON.stringify(body))).size === 1,
        'it is done once':
          (await arena.value('SELECT count(*) FROM items WHERE description = $1', [description])) === '2',
      }),
  };
}

export const operationLists: readonly Scenario[] = [
  { name: 'two lists transfer the same items in opposite order', prepare: transfers },
  { name: 'two lists edit the same users in opposite order', prepare: edits },
  { name: 'two lists borrow the same items in opposite order', prepare: loans },
  { name: 'a list edits runs of its sender, who is deleted', prepare: ownRuns },
  { name: 'a list edits runs of somebody else, who is deleted', prepare: othersRuns },
  { name: 'a list lends to a user who is deleted', prepare: borrowerDeleted },
  { name: 'one list is sent three times under one key', prepare: sameKey },
];

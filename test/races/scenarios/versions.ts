import type { Member } from '../../support/club.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { gateAtItem, gateAtUser, holderOf, item, member, run } from '../world.js';

const STALE = '412 PRECONDITION_FAILED';

/** Requests that ask for the version that the record has now. */
async function ifMatch(who: Member, path: string): Promise<{ headers: Record<string, string> }> {
  const { headers } = await who.plain.get(path);
  return { headers: { 'If-Match': headers.get('etag') ?? '' } };
}

/** Three changes of one version: the first makes it another one. */
async function edited(
  arena: Arena,
  path: string,
  changes: readonly object[],
  gate: Race['gate'],
  stored: () => Promise<unknown>,
): Promise<Race> {
  const known = await ifMatch(arena.admin, path);
  return {
    asks: changes.map((change) => by(arena.admin, ({ plain }) => plain.patch(path, change, known))),
    ...(gate && { gate }),
    refusals: [STALE],
    judge: async (ends) => {
      const value = await stored();
      return unmet({
        'one is done': winners(ends).length === 1,
        [`it is the one that was told: ${String(value)}`]:
          value === Object.values(changes[ends.findIndex(won)] ?? {})[0],
      });
    },
  };
}

async function editedItem(arena: Arena): Promise<Race> {
  const id = await item(arena);
  const changes = ['saw', 'axe', 'rope'].map((description) => ({ description }));
  return edited(arena, `/loan-items/${id}`, changes, gateAtItem(id), () =>
    arena.value('SELECT description FROM items WHERE id = $1', [id]),
  );
}

async function editedUser(arena: Arena): Promise<Race> {
  const target = await member(arena);
  const changes = ['Ann', 'Bob', 'Carl'].map((first_name) => ({ first_name }));
  return edited(arena, `/users/${target.username}`, changes, gateAtUser(target), () =>
    arena.value('SELECT first_name FROM users WHERE username = $1', [target.username]),
  );
}

async function editedRun(arena: Arena): Promise<Race> {
  const id = await run(arena, await member(arena));
  const changes = [4000, 5000, 6000].map((distance) => ({ distance }));
  return edited(arena, `/runs/${id}`, changes, ['SELECT FROM runs WHERE id = $1 FOR UPDATE', [id]], () =>
    arena.value('SELECT distance FROM runs WHERE id = $1', [id]),
  );
}

/** A loan makes the item another one, too. */
async function editedAndLent(arena: Arena): Promise<Race> {
  const [id, borrower] = [await item(arena), await member(arena)];
  const known = await ifMatch(arena.admin, `/loan-items/${id}`);
  const remove: Ask = by(arena.admin, ({ plain }) => plain.delete(`/loan-items/${id}`, known));
  const take: Ask = by(borrower, ({ username, plain }) =>
    plain.put(`/loan-items/${id}`, { loanedto: username }),
  );
  return {
    asks: [
      remove,
      take,
      by(arena.admin, ({ plain }) => plain.patch(`/loan-items/${id}`, { description: 'saw' }, known)),
    ],
    gate: gateAtItem(id),
    refusals: [STALE, '404 LOAN_ITEM_NOT_FOUND'],
    judge: async ([removed, taken, changed]) =>
      unmet({
        'one of the two that know it is done at most': !(won(removed) && won(changed)),
        'it is lent unless it is gone': won(taken) !== won(removed),
        'who was told so holds it': (await holderOf(arena, id)) === (won(taken) ? borrower.username : null),
      }),
  };
}

export const versions: readonly Scenario[] = [
  { name: 'one version of an item is edited three times', prepare: editedItem },
  { name: 'one version of a user is edited three times', prepare: editedUser },
  { name: 'one version of a run is edited three times', prepare: editedRun },
  { name: 'one version of an item is edited, deleted and lent', prepare: editedAndLent },
];

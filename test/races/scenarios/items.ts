import type { Member } from '../../support/club.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { gateAtItem, holderOf, item, loansOf, member, members, run } from '../world.js';

const GONE = '404 LOAN_ITEM_NOT_FOUND';
const KEPT = '409 LOAN_ITEM_ON_LOAN';

const deletes = (who: Member, id: string) => by(who, ({ plain }) => plain.delete(`/loan-items/${id}`));

const exists = async (arena: Arena, id: string): Promise<boolean> =>
  (await arena.value('SELECT count(*) FROM items WHERE id = $1', [id])) === '1';

/** Either the item is gone and nobody has it, or it stays and whoever was told so holds it. */
async function lentOrDeleted(arena: Arena, lend: (id: string, holder: Member) => Ask): Promise<Race> {
  const id = await item(arena);
  const holder = await member(arena);
  return {
    asks: [deletes(arena.admin, id), lend(id, holder)],
    gate: gateAtItem(id),
    refusals: [GONE, KEPT],
    judge: async ([deleted, lent]) =>
      unmet({
        'either is done': won(deleted) !== won(lent),
        'who is too late to delete it is told that it is lent': won(deleted) || deleted?.refusal === KEPT,
        'who is too late to lend it is told that it is gone': won(lent) || lent?.refusal === GONE,
        'it is there if it was lent': (await exists(arena, id)) === won(lent),
        'it is held if it was lent': (await holderOf(arena, id)) === (won(lent) ? holder.username : null),
      }),
  };
}

const lent = (arena: Arena): Promise<Race> =>
  lentOrDeleted(arena, (id, holder) => by(holder, ({ plain }) => plain.post('/loans', { item: id })));

const taken = (arena: Arena): Promise<Race> =>
  lentOrDeleted(arena, (id, { username, ...holder }) =>
    by({ username, ...holder }, ({ plain }) => plain.put(`/loan-items/${id}`, { loanedto: username })),
  );

async function editedAndLent(arena: Arena): Promise<Race> {
  const keeper = await member(arena, 'admin');
  const race = await lentOrDeleted(arena, (id, { username }) =>
    by(keeper, ({ plain }) => plain.put(`/loan-items/${id}`, { description: 'saw', loanedto: username })),
  );
  return {
    ...race,
    judge: async (ends) => {
      const saw = await arena.value(
        `SELECT count(*) FROM items JOIN loans ON item_id = items.id
         WHERE description = 'saw' AND item_description = 'saw' AND item_id = $1`,
        [ends[1]?.body['loan-item']?.id],
      );
      return [
        ...(await race.judge(ends)),
        ...unmet({ 'it is edited if it was lent': (saw === '1') === won(ends[1]) }),
      ];
    },
  };
}

async function deletedTwice(arena: Arena): Promise<Race> {
  const id = await item(arena);
  const keeper = await member(arena, 'admin');
  return {
    asks: [deletes(arena.admin, id), deletes(keeper, id)],
    gate: gateAtItem(id),
    refusals: [GONE],
    judge: async (ends) =>
      unmet({ 'one deletes it': winners(ends).length === 1, 'it is gone': !(await exists(arena, id)) }),
  };
}

async function runDeletedTwice(arena: Arena): Promise<Race> {
  const runner = await member(arena);
  const id = await run(arena, runner);
  return {
    asks: [runner, arena.admin].map((who) => by(who, ({ plain }) => plain.delete(`/runs/${id}`))),
    gate: ['SELECT FROM runs WHERE id = $1 FOR UPDATE', [id]],
    refusals: ['404 RUN_NOT_FOUND'],
    judge: (ends) => unmet({ 'one deletes it': winners(ends).length === 1 }),
  };
}

/** Borrowing is judged by the mode that its request found; what comes after the change was answered, by the new one. */
async function modeChanged(arena: Arena): Promise<Race> {
  const [borrower, late] = (await members(arena, 2)) as [Member, Member];
  const [id, other] = [await item(arena), await item(arena)];
  const setMode = (mode: string) => arena.admin.plain.put('/mode', { mode });
  await setMode('self-service');
  return {
    asks: [
      by(arena.admin, ({ plain }) => plain.put('/mode', { mode: 'admin-operated' })),
      by(borrower, ({ plain }) => plain.post('/loans', { item: id })),
    ],
    refusals: ['403 NOT_AUTHORIZED'],
    judge: async ([changed, borrowed]) => {
      const after = await Promise.all(
        [0, 1].map((server) => arena.at(server, late).plain.post('/loans', { item: other })),
      );
      await setMode('self-service');
      return unmet({
        'the mode changes': won(changed),
        'it is held if it was borrowed': ((await holderOf(arena, id)) !== null) === won(borrowed),
        'nobody borrows later': after.every(({ status }) => status === 403),
        'nothing was lent later': (await loansOf(arena, other)).length === 0,
      });
    },
  };
}

export const items: readonly Scenario[] = [
  { name: 'an item is lent and deleted', prepare: lent },
  { name: 'an item is taken and deleted', prepare: taken },
  { name: 'an item is edited and lent in one request, and deleted', prepare: editedAndLent },
  { name: 'an item is deleted twice', prepare: deletedTwice },
  { name: 'a run is deleted twice', prepare: runDeletedTwice },
  { name: 'the mode is changed while an item is borrowed', prepare: modeChanged },
];

import type { Member } from '../../support/club.js';
import type { Arena } from '../arena.js';
import { by, type End, type Race, type Scenario, told, unmet, winners, won } from '../race.js';
import { gateAtItem, holderOf, item, loansOf, member, members } from '../world.js';

const ON_LOAN = '409 ITEM_ON_LOAN';
const NOT_THEIRS = '403 NOT_AUTHORIZED';

/** Who holds the item by an answer about it, in either representation. */
const holderIn = ({ body }: End): unknown =>
  body['loan-item']?.loanedto ?? body.data?.relationships?.loanedto?.data?.id ?? null;
const borrowerIn = ({ body }: End): unknown => body.loan?.borrower;

const takes = (who: Member, id: string) =>
  by(who, ({ username, plain }) => plain.put(`/loan-items/${id}`, { loanedto: username }));
const takesAsResource = (who: Member, id: string) =>
  by(who, ({ username, jsonApi }) =>
    jsonApi.patch(`/loan-items/${id}`, {
      data: {
        type: 'loan-item',
        id,
        relationships: { loanedto: { data: { type: 'user', id: username } } },
      },
    }),
  );
const borrows = (who: Member, id: string) => by(who, ({ plain }) => plain.post('/loans', { item: id }));
const handsTo = (who: Member, id: string, to: Member) =>
  by(who, ({ plain }) => plain.put(`/loan-items/${id}`, { loanedto: to.username }));
const returns = (who: Member, id: string) =>
  by(who, ({ plain }) => plain.put(`/loan-items/${id}`, { loanedto: null }));

/** Six members by three routes, two of them administrators' ways. */
async function borrowOne(arena: Arena): Promise<Race> {
  const id = await item(arena);
  const crowd = await members(arena, 6);
  const [a, b, c, d, e, f] = crowd as [Member, Member, Member, Member, Member, Member];
  return {
    asks: [
      takes(a, id),
      borrows(b, id),
      takesAsResource(c, id),
      takes(d, id),
      borrows(e, id),
      by(arena.admin, ({ plain }) => plain.post('/loans', { item: id, borrower: f.username })),
    ],
    gate: gateAtItem(id),
    refusals: [ON_LOAN],
    judge: async (ends) => {
      const loans = await loansOf(arena, id);
      const [winner] = winners(ends);
      const names = crowd.map(({ username }) => username);
      const told = winner && (holderIn(winner) ?? borrowerIn(winner));
      return unmet({
        'one gets it': winners(ends).length === 1,
        'it is lent once': loans.length === 1,
        'who was told so holds it': loans[0]?.borrower === told && told === names[ends.findIndex(won)],
      });
    },
  };
}

async function returnAndBorrow(arena: Arena): Promise<Race> {
  const [a, b, c] = (await members(arena, 3)) as [Member, Member, Member];
  const id = await item(arena, a);
  return {
    asks: [returns(a, id), borrows(b, id), takes(c, id)],
    gate: gateAtItem(id),
    refusals: [ON_LOAN],
    judge: async (ends) => {
      const [returned, ...borrowed] = ends;
      const holder = [b, c].find((_, index) => won(borrowed[index]));
      return unmet({
        'it comes back': won(returned),
        'one borrows it at most': winners(borrowed).length <= 1,
        'each success is a loan': (await loansOf(arena, id)).length === 1 + winners(borrowed).length,
        'the borrower holds it': (await holderOf(arena, id)) === (holder?.username ?? null),
      });
    },
  };
}

/** The old holder may come too late to return what is not theirs any more. */
async function transferAndReturn(arena: Arena): Promise<Race> {
  const [a, b] = (await members(arena, 2)) as [Member, Member];
  const id = await item(arena, a);
  const [loan] = await loansOf(arena, id);
  const giveBack = by(a, ({ plain }) => plain.post(`/loans/${loan?.id}/return`));
  return {
    asks: [handsTo(arena.admin, id, b), returns(a, id), giveBack],
    gate: gateAtItem(id),
    refusals: [NOT_THEIRS],
    judge: async ([transferred, returned, closed]) =>
      unmet({
        'it is handed on': won(transferred),
        'the loan is returned': won(closed) && closed?.body.loan.status === 'returned',
        'only who holds it returns it': won(returned) || returned?.refusal === NOT_THEIRS,
        'the new holder holds it': (await holderOf(arena, id)) === b.username,
        'there are two loans': (await loansOf(arena, id)).length === 2,
      }),
  };
}

async function twoTransfers(arena: Arena): Promise<Race> {
  const [a, b, c] = (await members(arena, 3)) as [Member, Member, Member];
  const lender = await member(arena, 'admin');
  const id = await item(arena, a);
  return {
    asks: [handsTo(arena.admin, id, b), handsTo(lender, id, c)],
    gate: gateAtItem(id),
    refusals: [],
    judge: async (ends) => {
      const loans = await loansOf(arena, id);
      const names = loans.map(({ borrower }) => borrower);
      return unmet({
        'each hands it on': winners(ends).length === 2,
        'each is told of their own': ends.every((end, index) => holderIn(end) === [b, c][index]?.username),
        'all three held it': names.length === 3 && new Set(names).size === 3,
        'the last one holds it': loans[2]?.open === true,
      });
    },
  };
}

/** Both ways of one member: the loan that stands is the one that both are told of. */
async function twiceByOneMember(arena: Arena): Promise<Race> {
  const who = await member(arena);
  const id = await item(arena);
  return {
    asks: [takes(who, id), takes(who, id), borrows(who, id)],
    gate: gateAtItem(id),
    refusals: [ON_LOAN],
    judge: async (ends) => {
      const [loan, ...others] = await loansOf(arena, id);
      return unmet({
        [`taking is repeatable: ${told(ends)}`]: won(ends[0]) && won(ends[1]),
        'it is lent once': loan?.borrower === who.username && loan.open && others.length === 0,
      });
    },
  };
}

export const lending: readonly Scenario[] = [
  { name: 'one item is borrowed by many', prepare: borrowOne },
  { name: 'an item is returned and borrowed', prepare: returnAndBorrow },
  { name: 'an item is transferred and returned', prepare: transferAndReturn },
  { name: 'an item is transferred twice', prepare: twoTransfers },
  { name: 'an item is taken twice by one member', prepare: twiceByOneMember },
];

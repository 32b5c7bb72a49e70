import { inMode, linkage, operation, type Table } from '../table.js';

/**
 * Contract, sections 5 and 6. Loans are `own` and `anothers` (Carl’s), either open or returned; the first admin lent all
 * of them, and took the returned ones back.
 */
const WITH_LOANS = { loans: 200, others: 403 };
const READ = {
  own: 200,
  ownReturned: 200,
  anothers: WITH_LOANS,
  anothersReturned: WITH_LOANS,
  missing: 404,
} as const;
const BY_THEMSELVES = inMode(200, WITH_LOANS);
const UNKNOWN = inMode(404, { loans: 404, others: 403 });
const WITH_BOTH = { 'loans & users': 200, others: 403 };
const NAMED = { users: 200, others: 403 };

/** No client changes a loan but by lending and returning. */
const fixed = (related: object) =>
  linkage(
    {
      does: 'to another',
      linkage: () => related,
      on: { own: 403, ownReturned: 403, anothers: 403, missing: 403 },
    },
    { does: 'to none', linkage: () => null, on: { own: 403, ownReturned: 403, anothers: 403, missing: 403 } },
  );

const dora = { type: 'user', id: 'dora' };

export const LOANS: Table = {
  listLoans: operation({ on: { '-': 200 }, shows: { '-': { loans: 'all', others: 'own' } } }),
  createLoan: operation(
    {
      does: 'to oneself',
      body: () => ({ item: 'free' }),
      on: { '-': inMode(201, { loans: 201, others: 403 }) },
    },
    {
      does: 'to oneself by name',
      body: ({ me }) => ({ item: 'free', borrower: me }),
      on: { '-': inMode(201, { loans: 201, others: 403 }) },
    },
    {
      does: 'to oneself what another holds',
      body: () => ({ item: 'held-carl' }),
      on: { '-': inMode(409, { loans: 409, others: 403 }) },
    },
    { does: 'what is not there', body: () => ({ item: 'no-such-item' }), on: { '-': UNKNOWN } },
    {
      does: 'to another',
      body: () => ({ item: 'free', borrower: 'dora' }),
      on: { '-': { loans: 201, others: 403 } },
    },
    {
      does: 'to nobody',
      body: () => ({ item: 'free', borrower: 'no-such-user' }),
      on: { '-': { loans: 404, others: 403 } },
    },
    {
      does: 'until a day',
      body: () => ({ item: 'free', due_at: '2100-01-01T00:00:00Z' }),
      on: { '-': { loans: 201, others: 403 } },
    },
    {
      does: 'until a day that is past',
      body: () => ({ item: 'free', due_at: '2000-01-01T00:00:00Z' }),
      on: { '-': inMode(422, { loans: 422, others: 403 }) },
    },
  ),
  returnLoan: operation(
    { does: 'that is open', on: { own: BY_THEMSELVES, anothers: WITH_LOANS, missing: UNKNOWN } },
    {
      does: 'that is returned',
      on: { ownReturned: BY_THEMSELVES, anothersReturned: WITH_LOANS },
      changesNothing: true,
    },
  ),
  getLoan: operation({ on: READ }),
  listUserLoans: operation({
    on: { own: 200, holders: { users: 200, others: 403 }, first: { users: 200, others: 403 }, missing: 404 },
    shows: { own: 'own', holders: { loans: 'carls', others: 'none' } },
  }),
  getItemOfLoan: operation({ on: READ }),
  getBorrowerOfLoan: operation({
    on: { own: 200, ownReturned: 200, anothers: WITH_BOTH, anothersReturned: WITH_BOTH, missing: 404 },
  }),
  getLentByOfLoan: operation({
    on: { own: NAMED, ownReturned: NAMED, anothers: WITH_BOTH, anothersReturned: WITH_BOTH, missing: 404 },
  }),
  getReturnedByOfLoan: operation({
    on: { own: 200, ownReturned: NAMED, anothers: WITH_LOANS, anothersReturned: WITH_BOTH, missing: 404 },
  }),
  getItemLinkageOfLoan: linkage({ on: READ }),
  getBorrowerLinkageOfLoan: linkage({ on: READ }),
  getLentByLinkageOfLoan: linkage({ on: READ }),
  getReturnedByLinkageOfLoan: linkage({ on: READ }),
  updateItemLinkageOfLoan: fixed({ type: 'loan-item', id: 'free' }),
  updateBorrowerLinkageOfLoan: fixed(dora),
  updateLentByLinkageOfLoan: fixed(dora),
  updateReturnedByLinkageOfLoan: fixed(dora),
};

import { type Case, inMode, linkage, operation, type Table } from '../table.js';

/**
 * Contract, sections 5 and 6. Items are `own` (the caller holds it), `anothers` (Carl holds it), `free` and `missing`.
 * In admin-operated mode others than those with `items` or `loans` are refused at the routes that change one.
 */
const SEEN = inMode(200, { 'items | loans': 200, others: 403 });
const READ = { own: 200, anothers: SEEN, free: SEEN, missing: 404 } as const;
const UNKNOWN = inMode(404, { 'items | loans': 404, others: 403 });
const EDITED = { items: 200, others: 403 };
const LENT = { loans: 200, others: 403 };
const LENT_TO_NOBODY = { loans: 404, others: 403 };
const BY_THEMSELVES = inMode(200, LENT);

const takes: Case['on'] = {
  own: BY_THEMSELVES,
  anothers: inMode({ loans: 200, others: 409 }, LENT),
  free: BY_THEMSELVES,
  missing: UNKNOWN,
};
const gives: Case['on'] = { own: LENT, anothers: LENT, free: LENT, missing: UNKNOWN };
const givesToNobody: Case['on'] = {
  own: LENT_TO_NOBODY,
  anothers: LENT_TO_NOBODY,
  free: LENT_TO_NOBODY,
  missing: UNKNOWN,
};
const both = { 'items & loans': 200, others: 403 };

/** What is 200 and stays as it was stands in cases of its own. */
const nothingNew = (on: Case['on']) => ({ on, changesNothing: true });
const only = (on: Case['on'], ...records: readonly string[]): Case['on'] =>
  Object.fromEntries(Object.entries(on).filter(([record]) => records.includes(record)));

const changes: readonly Case[] = [
  {
    does: 'its description',
    body: () => ({ description: 'Another' }),
    on: { own: EDITED, anothers: EDITED, free: EDITED, missing: UNKNOWN },
  },
  {
    does: 'lends it to oneself',
    body: ({ me }) => ({ loanedto: me }),
    on: only(takes, 'anothers', 'free', 'missing'),
  },
  {
    does: 'lends to oneself what one has',
    body: ({ me }) => ({ loanedto: me }),
    ...nothingNew(only(takes, 'own')),
  },
  { does: 'lends it to another', body: () => ({ loanedto: 'dora' }), on: gives },
  { does: 'lends it to nobody', body: () => ({ loanedto: 'no-such-user' }), on: givesToNobody },
  { does: 'lends it to somebody inactive', body: () => ({ loanedto: 'inactive' }), on: givesToNobody },
  {
    does: 'returns it',
    body: () => ({ loanedto: null }),
    on: { own: BY_THEMSELVES, anothers: LENT, missing: UNKNOWN },
  },
  { does: 'returns what is free', body: () => ({ loanedto: null }), ...nothingNew({ free: BY_THEMSELVES }) },
  {
    does: 'describes it and lends it to another',
    body: () => ({ description: 'Another', loanedto: 'dora' }),
    on: { own: both, anothers: both, free: both, missing: UNKNOWN },
  },
  {
    does: 'describes it and returns it',
    body: () => ({ description: 'Another', loanedto: null }),
    on: { own: inMode(EDITED, both), anothers: both, missing: UNKNOWN },
  },
];

/** PUT is PATCH by another name: what matters most of it. */
const PUT = ['its description', 'lends it to oneself', 'lends it to another', 'returns it'];

const user = (id: string) => ({ type: 'user', id });

export const ITEMS: Table = {
  listLoanItems: operation({
    on: { '-': 200 },
    shows: { '-': inMode('all', { 'items | loans': 'all', others: 'own' }) },
  }),
  createLoanItem: operation(
    {
      does: 'free',
      body: () => ({ id: 'new', description: 'New' }),
      on: { '-': { items: 201, others: 403 } },
    },
    {
      does: 'lent to oneself',
      body: ({ me }) => ({ id: 'new', description: 'New', loanedto: me }),
      on: { '-': inMode({ items: 201, others: 403 }, { 'items & loans': 201, others: 403 }) },
    },
    {
      does: 'lent to another',
      body: () => ({ id: 'new', description: 'New', loanedto: 'dora' }),
      on: { '-': { 'items & loans': 201, others: 403 } },
    },
    {
      does: 'lent to nobody',
      body: () => ({ id: 'new', description: 'New', loanedto: 'no-such-user' }),
      on: { '-': { 'items & loans': 404, others: 403 } },
    },
    {
      does: 'of an id that is taken',
      body: () => ({ id: 'held-carl', description: 'New' }),
      on: { '-': { items: 409, others: 403 } },
    },
  ),
  getLoanItem: operation({ on: READ }),
  replaceLoanItem: operation(...changes.filter(({ does = '' }) => PUT.includes(does))),
  updateLoanItem: operation(...changes),
  deleteLoanItem: operation({
    on: {
      own: { items: 409, others: 403 },
      anothers: { items: 409, others: 403 },
      free: { items: 200, others: 403 },
      missing: { items: 404, others: 403 },
    },
  }),
  listLoanItemLoans: operation({
    on: READ,
    shows: { own: 'own', anothers: { loans: 'carls', others: 'none' }, free: 'none' },
  }),
  getLoanedtoOfLoanItem: operation({
    on: {
      own: 200,
      anothers: inMode(
        { 'loans & users': 200, loans: 403, others: 200 },
        { 'loans & users': 200, loans: 403, items: 200, others: 403 },
      ),
      free: SEEN,
      missing: 404,
    },
  }),
  getLoanedtoLinkageOfLoanItem: linkage({ on: READ }),
  updateLoanedtoLinkageOfLoanItem: linkage(
    { does: 'to oneself', linkage: ({ me }) => user(me), on: only(takes, 'anothers', 'free', 'missing') },
    { does: 'to another', linkage: () => user('dora'), on: gives },
    { does: 'to nobody', linkage: () => user('no-such-user'), on: givesToNobody },
    { does: 'to none', linkage: () => null, on: { own: BY_THEMSELVES, anothers: LENT, missing: UNKNOWN } },
    { does: 'to none where it is free', linkage: () => null, ...nothingNew({ free: BY_THEMSELVES }) },
    {
      does: 'to what is no user',
      linkage: () => ({ type: 'run', id: '1' }),
      on: { own: inMode(409, { 'items | loans': 409, others: 403 }) },
    },
  ),
};

import { type Case, flat, operation, type Table } from '../table.js';

/**
 * Contract, section 5. Users are `own` (the caller), `anothers` (regular, holds nothing), `holders` (regular, holds an
 * item), `privileged` (has a permission), `first` (the first admin) and `missing`.
 */
const READ = { users: 200, others: 403 };
const CHANGED = { users: 200, others: 403 };
const CHANGED_BY_ADMINS = { 'users & roles': 200, others: 403 };
const EXPORTED = { 'users & runs & loans': 200, others: 403 };
const APPOINTED = { nobody: 401, 'users & roles': 201, others: 403 };

const member = (more: object) => () => ({ username: 'newcomer', password: 'long enough', ...more });

/** What anybody may change of their own, and whoever administers them. */
const profile = (does: string, body: Case['body']): Case => ({
  does,
  ...(body && { body }),
  on: {
    own: 200,
    anothers: CHANGED,
    privileged: CHANGED_BY_ADMINS,
    first: CHANGED_BY_ADMINS,
    missing: 404,
  },
});

const edits: readonly Case[] = [
  profile('a name', () => ({ first_name: 'Someone' })),
  {
    does: 'the roles',
    body: () => ({ roles: ['regular', 'usermanager'] }),
    on: {
      own: { 'first-admin': 409, 'users & roles': 200, others: 403 },
      anothers: CHANGED_BY_ADMINS,
      privileged: CHANGED_BY_ADMINS,
      first: { 'users & roles': 409, others: 403 },
      missing: 404,
    },
  },
  {
    does: 'the role to one that does not exist',
    body: () => ({ role: 'no-such-role' }),
    on: {
      own: { 'users & roles': 422, others: 403 },
      anothers: { 'users & roles': 422, others: 403 },
      privileged: { 'users & roles': 422, others: 403 },
      missing: 404,
    },
  },
  {
    does: 'whether they are active',
    body: () => ({ active: false }),
    on: {
      own: { 'first-admin': 409, 'users & roles': 200, others: 403 },
      anothers: CHANGED,
      privileged: CHANGED_BY_ADMINS,
      first: { 'users & roles': 409, others: 403 },
      missing: 404,
    },
  },
  {
    does: 'the address to one that another has',
    body: () => ({ email: 'CARL@club.example' }),
    on: {
      own: 409,
      anothers: { users: 409, others: 403 },
      privileged: { 'users & roles': 409, others: 403 },
      missing: 404,
    },
  },
  {
    does: 'the username',
    body: () => ({ username: 'somebody-else' }),
    on: { own: 422, anothers: 422, privileged: 422, first: 422, missing: 422 },
  },
];

/** PUT is PATCH by another name: what matters most of it. */
const PUT = ['a name', 'the roles', 'whether they are active'];

export const USERS: Table = {
  listUsers: operation({ on: { '-': 200 }, shows: { '-': { users: 'all', others: 'own' } } }),
  createUser: operation(
    { does: 'a regular one', body: member({}), on: { '-': { nobody: 201, others: 201 } } },
    {
      does: 'by the older name of the role',
      body: member({ role: 'user' }),
      on: { '-': { nobody: 201, others: 201 } },
      modes: ['self-service'],
    },
    { does: 'an admin', body: member({ role: 'admin' }), on: { '-': APPOINTED } },
    {
      does: 'a usermanager, too',
      body: member({ roles: ['regular', 'usermanager'] }),
      on: { '-': APPOINTED },
      modes: ['admin-operated'],
    },
    { does: 'of a role of the club’s own', body: member({ role: 'spare' }), on: { '-': APPOINTED } },
    {
      does: 'of a role that does not exist',
      body: member({ role: 'no-such-role' }),
      on: { '-': { nobody: 401, 'users & roles': 422, others: 403 } },
    },
    {
      does: 'an inactive one',
      body: member({ active: false }),
      on: { '-': { nobody: 401, users: 201, others: 403 } },
    },
    {
      does: 'of a name that is taken',
      body: member({ username: 'CARL' }),
      on: { '-': { nobody: 409, others: 409 } },
    },
    {
      does: 'with a password that is too short',
      body: member({ password: 'short' }),
      on: { '-': { nobody: 422, others: 422 } },
    },
  ),
  getUser: operation({
    on: { own: 200, anothers: READ, privileged: READ, first: READ, missing: 404 },
  }),
  replaceUser: operation(...edits.filter(({ does = '' }) => PUT.includes(does))),
  updateUser: operation(...edits, {
    does: 'the password',
    body: () => ({ password: 'another password' }),
    on: { own: 200, anothers: CHANGED, privileged: CHANGED_BY_ADMINS, missing: 404 },
    modes: ['admin-operated'],
  }),
  deleteUser: operation(
    {
      does: 'who holds nothing',
      given: 'UPDATE loans SET returned_at = loaned_at WHERE returned_at IS NULL AND borrower_id IS NOT NULL',
      on: {
        own: { 'first-admin': 409, others: 200 },
        anothers: CHANGED,
        privileged: CHANGED_BY_ADMINS,
        first: { 'users & roles': 409, others: 403 },
        missing: 404,
      },
    },
    { does: 'who holds an item', on: { own: 409, holders: { users: 409, others: 403 } } },
  ),
  exportUser: flat({
    on: { own: 200, holders: EXPORTED, privileged: EXPORTED, first: EXPORTED, missing: 404 },
    oneByOne: true,
  }),
};

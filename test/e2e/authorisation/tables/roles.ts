import { operation, type Table } from '../table.js';

const WITH_ROLES = { roles: 200, others: 403 };
const NOT_THERE = { roles: 404, others: 403 };
const FIXED = { roles: 409, others: 403 };

/** Contract, section 5: managed with `roles`, whose absence is said before anything else; built-in ones are fixed. */
export const ROLES: Table = {
  listRoles: operation({ on: { '-': WITH_ROLES }, shows: { '-': 'all' } }),
  createRole: operation(
    {
      does: 'that may do everything',
      body: () => ({ name: 'almighty', permissions: ['users', 'roles', 'items', 'loans', 'runs', 'mode'] }),
      on: { '-': { roles: 201, others: 403 } },
    },
    { does: 'of a name that is taken', body: () => ({ name: 'regular' }), on: { '-': FIXED } },
    {
      does: 'with a permission that is none',
      body: () => ({ name: 'new', permissions: ['all'] }),
      on: { '-': { roles: 422, others: 403 } },
    },
  ),
  getRole: operation({
    on: { unused: WITH_ROLES, used: WITH_ROLES, builtIn: WITH_ROLES, missing: NOT_THERE },
  }),
  updateRole: operation({
    body: () => ({ permissions: ['users', 'roles'] }),
    on: { unused: WITH_ROLES, used: FIXED, builtIn: FIXED, missing: NOT_THERE },
  }),
  deleteRole: operation({
    on: { unused: WITH_ROLES, used: FIXED, builtIn: FIXED, missing: NOT_THERE },
  }),
};

import type { Table } from './table.js';
import { AUDIT } from './tables/audit.js';
import { AUTH } from './tables/auth.js';
import { ITEMS } from './tables/items.js';
import { LOANS } from './tables/loans.js';
import { MODE } from './tables/mode.js';
import { OPEN } from './tables/open.js';
import { OPERATIONS } from './tables/operations.js';
import { ROLES } from './tables/roles.js';
import { RUNS } from './tables/runs.js';
import { SESSIONS } from './tables/sessions.js';
import { USERS } from './tables/users.js';

/** Every operation of the server, with what each caller is answered. */
export const EVERYTHING: Table = {
  ...AUTH,
  ...SESSIONS,
  ...OPEN,
  ...MODE,
  ...USERS,
  ...ROLES,
  ...AUDIT,
  ...ITEMS,
  ...LOANS,
  ...RUNS,
  ...OPERATIONS,
};

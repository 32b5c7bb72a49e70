import { operation, type Table } from '../table.js';

/** Contract, section 4: sessions are their users’ own; another’s is nobody else’s business, admins’ among them. */
const OWN_ONLY = { own: 200, anothers: 403, missing: 404 } as const;

export const SESSIONS: Table = {
  listSessions: operation({ on: { '-': 200 }, shows: { '-': 'own' } }),
  getSession: operation({ on: OWN_ONLY }),
  endSession: operation({ on: OWN_ONLY }),
};

import { linkage, operation, type Table, type Verdict } from '../table.js';

/**
 * The trail is for those with `roles`, and shows each of them what happened to records that they administer. The first
 * admin is the actor of the events here.
 */
const seenWith = (permission: string): Verdict => ({ [`roles & ${permission}`]: 200, others: 403 });
const actorSeenWith = (permission: string): Verdict => ({
  [`roles & users & ${permission}`]: 200,
  others: 403,
});

const SEEN = {
  aboutUser: seenWith('users'),
  aboutRole: { roles: 200, others: 403 },
  aboutMode: seenWith('mode'),
  aboutItem: seenWith('items'),
  aboutLoan: seenWith('loans'),
  aboutRun: seenWith('runs'),
} as const;

export const AUDIT: Table = {
  listAuditEvents: operation({
    on: { '-': { roles: 200, others: 403 } },
    shows: { '-': { 'admin | first-admin': 'all', 'users & roles': 'usersAndRoles', others: 'roles' } },
  }),
  getAuditEvent: operation({ on: { ...SEEN, missing: { roles: 404, others: 403 } } }),
  getActorOfAuditEvent: operation({
    on: {
      aboutUser: { 'roles & users': 200, others: 403 },
      aboutRole: { 'roles & users': 200, others: 403 },
      aboutMode: actorSeenWith('mode'),
      aboutItem: actorSeenWith('items'),
      aboutLoan: actorSeenWith('loans'),
      aboutRun: actorSeenWith('runs'),
      missing: 404,
    },
  }),
  getActorLinkageOfAuditEvent: linkage({ on: { ...SEEN, missing: 404 } }),
  updateActorLinkageOfAuditEvent: linkage({
    linkage: () => ({ type: 'user', id: 'dora' }),
    on: { aboutUser: 403, aboutRole: 403, aboutRun: 403, missing: 403 },
  }),
};

import { runBody } from '../../../support/run-body.js';
import { linkage, operation, type Table } from '../table.js';

/** Contract, sections 5 and 7: one's own, and with `runs` anybody's. */
const ON_RUNS = { own: 200, anothers: { runs: 200, others: 403 }, missing: 404 } as const;
const MOVED = {
  own: { runs: 200, others: 403 },
  anothers: { runs: 200, others: 403 },
  missing: 404,
} as const;
const MOVED_TO_NOBODY = { own: 404, anothers: { runs: 404, others: 403 }, missing: 404 } as const;

const to = (username: string) => () => ({ user: username });
const toUser = (username: string) => () => ({ type: 'user', id: username });

export const RUNS: Table = {
  listRuns: operation({ on: { '-': 200 }, shows: { '-': { runs: 'all', others: 'own' } } }),
  createRun: operation(
    { does: 'for oneself', body: () => runBody(), on: { '-': 201 } },
    { does: 'for oneself by name', body: ({ me }) => runBody({ user: me }), on: { '-': 201 } },
    {
      does: 'for another',
      body: () => runBody({ user: 'carl' }),
      on: { '-': { runs: 201, others: 403 } },
    },
    { does: 'for nobody', body: () => runBody({ user: 'no-such-user' }), on: { '-': 404 } },
    { does: 'without a distance', body: () => runBody({ distance: 0 }), on: { '-': 422 } },
  ),
  getRun: operation({ on: ON_RUNS }),
  updateRun: operation(
    { does: 'its distance', body: () => ({ distance: 4300 }), on: ON_RUNS },
    { does: 'whose it is', body: to('dora'), on: MOVED },
    { does: 'whose it is, to nobody', body: to('no-such-user'), on: MOVED_TO_NOBODY },
  ),
  deleteRun: operation({ on: ON_RUNS }),
  listUserRuns: operation({
    on: { own: 200, holders: { users: 200, others: 403 }, first: { users: 200, others: 403 }, missing: 404 },
    shows: { own: 'own', holders: { runs: 'carls', others: 'none' } },
  }),
  getUserOfRun: operation({
    on: { own: 200, anothers: { 'runs & users': 200, others: 403 }, missing: 404 },
  }),
  getUserLinkageOfRun: linkage({ on: ON_RUNS }),
  updateUserLinkageOfRun: linkage(
    { does: 'to another', linkage: toUser('dora'), on: MOVED },
    { does: 'to nobody', linkage: toUser('no-such-user'), on: MOVED_TO_NOBODY },
    {
      does: 'to none',
      linkage: () => null,
      on: { own: 403, anothers: 403, missing: 404 },
    },
  ),
  listReports: operation(
    { does: 'of one’s own', on: { '-': 200 } },
    { does: 'of another’s', query: '?filter[user]=carl', on: { '-': 200 } },
  ),
};

import { listOf } from '../../../support/operations.js';
import { runBody } from '../../../support/run-body.js';
import { type Table } from '../table.js';

const adding = (user: string) => ({
  op: 'add',
  data: { type: 'run', attributes: runBody(), relationships: { user: { data: { type: 'user', id: user } } } },
});

/** Each operation is also asked in a list of operations; this is the route of the lists itself. */
export const OPERATIONS: Table = {
  runOperations: {
    jsonApiOnly: true,
    extension: true,
    cases: [
      { does: 'for oneself', body: ({ me }) => listOf([adding(me)]), on: { '-': 200 } },
      {
        does: 'one of which is for another',
        body: ({ me }) => listOf([adding(me), adding('carl')]),
        on: { '-': { runs: 200, others: 403 } },
      },
      { does: 'of which there is none', body: () => listOf([]), on: { '-': 400 } },
      {
        does: 'on what is nobody’s to change in this way',
        body: () => listOf([{ op: 'remove', ref: { type: 'loan', id: '1' } }]),
        on: { '-': 403 },
      },
    ],
  },
};

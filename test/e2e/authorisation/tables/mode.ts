import { flat, type Table } from '../table.js';

/** Contract, section 5: read by everybody who is logged in, set with `mode`. */
export const MODE: Table = {
  getMode: flat({ on: { '-': 200 } }),
  setMode: flat(
    {
      does: 'to self-service',
      body: () => ({ mode: 'self-service' }),
      on: { '-': { mode: 200, others: 403 } },
      modes: ['admin-operated'],
    },
    {
      does: 'to admin-operated',
      body: () => ({ mode: 'admin-operated' }),
      on: { '-': { mode: 200, others: 403 } },
      modes: ['self-service'],
    },
    {
      does: 'to what is no mode',
      body: () => ({ mode: 'anarchy' }),
      on: { '-': { mode: 422, others: 403 } },
    },
  ),
};

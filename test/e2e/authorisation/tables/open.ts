import { ANYBODY, flat, type Table } from '../table.js';

const forAnybody = flat({ on: { '-': ANYBODY(200) } });

/** Contract, section 3: public, and blind to tokens. */
export const OPEN: Table = {
  getLiveness: forAnybody,
  getReadiness: forAnybody,
  getJsonApiDocument: forAnybody,
  getPlainDocument: forAnybody,
};

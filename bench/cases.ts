import {
  contained,
  deepPage,
  everyRun,
  filtered,
  oneItem,
  oneRun,
  page,
  report,
  uncounted,
} from './cases/reading.js';
import { type Case, inPlain } from './cases/request.js';
import { lend, login, post } from './cases/writing.js';

const READ_IN_BOTH = [oneRun, page, uncounted, deepPage];

/** In the order in which they are measured: what writes comes last. */
export const cases: readonly Case[] = [
  ...READ_IN_BOTH,
  ...READ_IN_BOTH.map(inPlain),
  filtered,
  contained,
  oneItem,
  report,
  everyRun,
  post,
  lend,
  login,
];

import { cursorScope, writeCursor } from '../../src/shared/query/cursor.js';
import type { Position } from '../../src/shared/query/page-window.js';
import { runResource } from '../../src/runs/run.resource.js';
import { ADMIN } from '../data/members.js';
import { RUNS_OF_A_RUNNER } from '../data/size.js';
import { type Case, get, withQuery } from './request.js';

const PAGE = { 'page[size]': '20' };
const UNCOUNTED = { ...PAGE, 'page[count]': 'false' };

/** That of a list in its own order, without a filter. */
export const SCOPE_OF_RUNS = cursorScope(runResource, [{ name: 'start_time', descending: true }], []);

/** The page of all runs that begins after a place in them. */
export const pageAfter = (place: Position | null): string =>
  withQuery('/runs', { ...UNCOUNTED, 'page[after]': place ? writeCursor(SCOPE_OF_RUNS, place) : '' });

export const oneRun: Case = {
  name: 'one run',
  script:
    (random, { runners }) =>
    () => {
      // The runs of the runners were stored first and in turn, so their ids tell whose they are.
      const id = random.whole(1, runners * RUNS_OF_A_RUNNER);
      return get(1 + (id % runners), `/runs/${id}`);
    },
};

export const page: Case = {
  name: 'page of 20 runs, newest first, with count',
  script:
    (random, { runners }) =>
    () =>
      get(random.whole(1, runners), withQuery('/runs', PAGE)),
};

export const uncounted: Case = {
  name: 'page of 20 runs, newest first, without count',
  script:
    (random, { runners }) =>
    () =>
      get(random.whole(1, runners), withQuery('/runs', UNCOUNTED)),
};

export const deepPage: Case = {
  name: 'page by cursor at depth 500 000',
  script:
    (random, { deep }) =>
    () =>
      get(ADMIN, pageAfter(random.pick(deep))),
};

export const filtered: Case = {
  name: 'nested filter with or',
  script:
    (random, { runners }) =>
    () => {
      const far = { name: 'distance', op: 'ge', val: random.whole(3000, 9000) };
      const short = { name: 'duration', op: 'lt', val: random.whole(1200, 2400) };
      const late = { name: 'date', op: 'ge', val: `2025-0${random.whole(1, 9)}-01` };
      const north = { name: 'start_lat', op: 'gt', val: 48 + random.whole(1, 9) / 100 };
      const filter = [{ and: [far, { or: [short, { and: [late, north] }] }] }];
      return get(random.whole(1, runners), withQuery('/runs', { filter: JSON.stringify(filter), ...PAGE }));
    },
};

export const contained: Case = {
  name: 'contains on 100 000 items',
  script:
    (random, { items }) =>
    () => {
      const text = `NUMBER ${random.whole(items / 100, items / 10)}`;
      return get(ADMIN, withQuery('/loan-items', { 'filter[description][icontains]': text, ...PAGE }));
    },
};

export const oneItem: Case = {
  name: 'item by id',
  script:
    (random, { items }) =>
    () =>
      get(ADMIN, `/loan-items/item-${random.whole(1, items)}`),
};

export const report: Case = {
  name: 'weekly report of 1 000 runs',
  script:
    (random, { runners }) =>
    () =>
      get(random.whole(1, runners), withQuery('/runs/summary', PAGE)),
};

export const everyRun: Case = {
  name: 'list of all runs, with count',
  script: () => () => get(ADMIN, withQuery('/runs', PAGE)),
};

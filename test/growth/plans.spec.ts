import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { loadData } from '../../bench/data/load-data.js';
import { FULL } from '../../bench/data/size.js';
import { weeklySums } from '../../src/reports/weekly-sums.js';
import { reportResource } from '../../src/reports/report.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { runResource } from '../../src/runs/run.resource.js';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import type { Resource, Viewer } from '../../src/shared/query/resource.js';
import { blocksOf, cursorAt, planOf } from '../support/plans.js';
import { type OpenDatabase, openDatabase } from '../support/reading.js';
import { viewer } from '../support/shed.js';
import { after, before } from '../support/walk.js';
import { ADMIN, type PlanCase, planCases } from './plan-cases.js';

/** What reads all rows, and why it may. Each stands for lists of the whole club: nobody else has so many rows. */
const EXCEPTIONS: ReadonlyMap<string, RegExp> = new Map([
  [
    'coordinates: no order or single bound of theirs is worth four indexes',
    /runs (sort -?)?(start|end)_(lat|lng)/,
  ],
  [
    'the order of descriptions, which may be larger than what a B-tree takes',
    /description (ne|gt|ge|lt|le|not_\w+)$|sort -?(item_)?description/,
  ],
  [
    'patterns without a beginning on ids and statuses',
    /(id|status|item|loanedto) (i?contains|i?endswith|ilike|istartswith|match)$/,
  ],
  [
    'the order of loans and items by who or what they name, which may be nothing',
    /sort -?(item|borrower|lent_by|returned_by|loanedto)$/,
  ],
  [
    'what is true of nearly every item or loan',
    /available (ne|not_in)|loanedto is_null|(lent|returned)_by (ne|not_in)/,
  ],
]);

const isException = ({ name }: PlanCase): boolean =>
  [...EXCEPTIONS.values()].some((pattern) => pattern.test(name));
const readsAll = (plan: string): boolean => /Seq Scan on (runs|loans|items)\b/.test(plan);

let open: OpenDatabase;
let plans: ReadonlyMap<PlanCase, string>;
/** Of a thousand runs. */
let runner: Viewer;
/** Of more than ninety. */
let stroller: Viewer;

beforeAll(async () => {
  open = await openDatabase();
  const client = new pg.Client({ connectionString: open.url });
  await client.connect();
  await loadData(client, FULL);
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM users WHERE username IN ('member-1', 'member-9999') ORDER BY username`,
  );
  await client.end();
  const ids = rows.map(({ id }) => id);
  [runner, stroller] = [viewer(ids[0] ?? ''), viewer(ids[1] ?? '')];
  const found = new Map<PlanCase, string>();
  for (const each of planCases(ids[0] ?? '')) found.set(each, await planOf(open.database, each));
  plans = found;
}, 300_000);
afterAll(() => open.close());

/** The names of those cases, for a message that tells them all. */
const names = (which: (each: PlanCase, plan: string) => boolean): readonly string[] =>
  [...plans].filter(([each, plan]) => which(each, plan)).map(([{ name }]) => name);

describe('in a million runs and a million loans', () => {
  it('every operator and every order is answered through an index', () => {
    expect(plans.size).toBeGreaterThan(900);
    expect(names((each, plan) => readsAll(plan) && !isException(each))).toEqual([]);
  });

  it.each([...EXCEPTIONS])('there is an exception for %s', (_, pattern) => {
    expect(names(({ name }, plan) => pattern.test(name) && readsAll(plan))).not.toEqual([]);
  });

  it('a member’s own runs and loans are never looked for among those of all', () => {
    const own = names(({ name }, plan) => /^member: (runs|loans)/.test(name) && readsAll(plan));
    expect(own).toEqual([]);
  });

  it.each([
    ['contains', 'loan-items description icontains', /Bitmap Index Scan on items_by_description/],
    ['words', 'loans item_description match', /Bitmap Index Scan on loans_by_item_description/],
    ['a status', 'loans status in', /using loans_by_return /],
    ['changes since a moment', 'runs updated_at ge', /using runs_by_change /],
    ['the order by owner', 'runs sort user', /using users_by_username /],
    ['the count of everybody’s runs', 'runs sort start_time', /Seq Scan on run_tallies/],
  ])('%s: the index that was made for it is used', (_, name, expected) => {
    const [, plan = ''] = [...plans].find(([each]) => each.name === `admin: ${name}`) ?? [];
    expect(plan).toMatch(expected);
  });
});

const DEPTH = 500_000;

const list = (resource: Resource, sort: string, index: string) => ({ resource, sort, index });

describe('half a million records deep', () => {
  it.each([
    list(runResource, '-start_time', 'runs_newest'),
    list(runResource, 'start_time', 'runs_newest'),
    list(runResource, '-distance', 'runs_by_distance'),
    list(runResource, 'weather_status', 'runs_by_weather_status'),
    list(runResource, '-id', 'runs_id'),
    list(loanResource, '-loaned_at', 'loans_newest'),
    list(loanResource, 'loaned_at', 'loans_newest'),
  ])(
    'a page of $resource.collection by $sort costs what the first costs',
    async ({ resource, sort, index }) => {
      const pages = async (place: readonly Pair[]) => {
        const pairs: Pair[] = [['sort', sort], ['page[count]', 'false'], ...place];
        return planOf(open.database, { resource, viewer: ADMIN, pairs }, 'run');
      };
      const first = await pages(after('', 20));
      const cursor = await cursorAt(open.url, { resource, viewer: ADMIN, pairs: [['sort', sort]] }, DEPTH);
      for (const place of [after(cursor, 20), before(cursor, 20)]) {
        const deep = await pages(place);
        expect(deep).toMatch(new RegExp(`Index Scan (Backward )?using ${index} `));
        expect(deep).not.toMatch(/Rows Removed/);
        expect(blocksOf(deep)).toBeLessThanOrEqual(1.3 * blocksOf(first));
      }
    },
  );
});

describe('the report of a member', () => {
  const reportOf = (who: Viewer) => {
    const source = { name: 'weekly sums', select: (viewer: Viewer) => weeklySums(viewer, null) };
    return planOf(
      open.database,
      { resource: reportResource, viewer: who, pairs: [], options: { source } },
      'run',
    );
  };

  it.each([
    ['a thousand', () => runner, 1000],
    ['ninety', () => stroller, 90],
  ])('of %s runs is made from the index of their own alone', async (_, who, runs) => {
    const plan = await reportOf(who());
    expect(plan).toMatch(/Index Only Scan using runs_of_user_by_date /);
    expect(plan).toMatch(/Heap Fetches: 0/);
    expect(blocksOf(plan)).toBeLessThan(runs);
  });
});

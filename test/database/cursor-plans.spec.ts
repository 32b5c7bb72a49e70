import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { itemResource } from '../../src/loans/item.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { runResource } from '../../src/runs/run.resource.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import { parseListQuery } from '../../src/shared/query/list-params.js';
import type { Resource, Viewer } from '../../src/shared/query/resource.js';
import { compilePage } from '../../src/shared/query/select.js';
import type { Reader } from '../../src/shared/reading/reader.js';
import { userResource } from '../../src/users/user.resource.js';
import { type OpenDatabase, filled, openDatabase, readerOf } from '../support/reading.js';
import { viewer } from '../support/shed.js';
import { after, before } from '../support/walk.js';

const RUNS = 50_000;
const catalog = new Catalog([runResource, userResource, itemResource, loanResource]);
const admin = viewer('00000000-0000-0000-0000-000000000001', 'users', 'items', 'loans', 'runs');

let open: OpenDatabase;
let reader: Reader;
let ann: Viewer;

beforeAll(async () => {
  open = await openDatabase();
  reader = readerOf(open.database, catalog);
  // Filling the tables may take longer than a request may, on a busy machine.
  await open.database.inTransaction(() => fill(open.database));
  const [one] = await open.database.query<{ id: string }>(sql`SELECT id FROM users WHERE username = 'u1'`);
  ann = viewer(one?.id ?? '');
}, 120_000);

afterAll(() => open.close());

async function fill(database: Database): Promise<void> {
  await database.query(sql`SET LOCAL statement_timeout = 0`);
  await database.query(sql`INSERT INTO users (username, password_hash)
    SELECT 'u' || n, 'x' FROM generate_series(1, 500) AS n`);
  // Every fourth run is of one user, and many start at the same moment.
  await database.query(sql`INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat,
      end_lng, time_zone, weather_status)
    SELECT u.id, s.at, s.at + interval '25 minutes', 5000, 1, 2, 3, 4, 'UTC', 'disabled'
    FROM generate_series(1, ${RUNS}::int) AS n
    JOIN users u ON u.username = 'u' || CASE n % 4 WHEN 0 THEN 1 ELSE n % 500 + 1 END
    CROSS JOIN LATERAL (SELECT timestamptz '2020-01-01Z' + (n / 3) * interval '1 hour' AS at) AS s`);
  await database.query(sql`INSERT INTO items (id, description)
    SELECT 'item-' || n, 'a thing' FROM generate_series(1, 20000) AS n`);
  await database.query(sql`INSERT INTO loans (item_id, item_description, borrower_id, loaned_at, returned_at)
    SELECT 'item-' || n, 'a thing', u.id, s.at, s.at + interval '1 hour'
    FROM generate_series(1, 20000) AS n JOIN users u ON u.username = 'u' || (n % 500 + 1)
    CROSS JOIN LATERAL (SELECT timestamptz '2020-01-01Z' + n * interval '1 hour' AS at) AS s`);
  await database.query(sql`ANALYZE users, runs, items, loans`);
}

const query = (resource: Resource, who: Viewer, pairs: readonly Pair[]) =>
  parseListQuery(pairs, { resource, catalog, viewer: who, plain: false });

/** The cursor of the record in the middle of a list, which is a good way in. */
async function deepCursor(resource: Resource, who: Viewer, sort: readonly Pair[]): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 5; page += 1) {
    const found = await reader.list(
      resource,
      who,
      query(resource, who, [...sort, ...UNCOUNTED, ...after(cursor, 1000)]),
    );
    cursor = found.around.cursors?.at(-1) ?? '';
  }
  return cursor;
}

const UNCOUNTED: readonly Pair[] = [['page[count]', 'false']];

interface Plan {
  readonly text: string;
  /** Pages of 8 KiB that were looked at. */
  readonly blocks: number;
}

async function planOf(resource: Resource, who: Viewer, pairs: readonly Pair[]): Promise<Plan> {
  const asked = query(resource, who, pairs);
  const composed = compilePage({ catalog, viewer: who }, resource, asked);
  const statement = filled(composed, { viewer: who, page: asked.page });
  const lines = await open.database.query<{ 'QUERY PLAN': string }>(
    sql`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF) ${statement}`,
  );
  const text = lines.map((line) => line['QUERY PLAN']).join('\n');
  const [, hit, read] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(text) ?? [];
  return { text, blocks: Number(hit ?? 0) + Number(read ?? 0) };
}

const list = (name: string, resource: Resource, who: () => Viewer, index: string, ...sort: Pair[]) =>
  [name, { resource, who, index, sort }] as const;

describe('a page by cursor, deep in', () => {
  it.each([
    list('everybody’s runs', runResource, () => admin, 'runs_newest'),
    list('everybody’s runs, oldest first', runResource, () => admin, 'runs_newest', ['sort', 'start_time']),
    list('one’s own runs', runResource, () => ann, 'runs_of_user'),
    list('runs by id', runResource, () => admin, 'runs_id', ['sort', 'id']),
    list('items', itemResource, () => admin, 'items_by_id'),
    list('items, the last first', itemResource, () => admin, 'items_by_id', ['sort', '-id']),
    list('loans', loanResource, () => admin, 'loans_newest'),
  ])('of %s costs what the first costs', async (_, { resource, who, index, sort }) => {
    const first = await planOf(resource, who(), [...sort, ...UNCOUNTED, ...after('', 20)]);
    const cursor = await deepCursor(resource, who(), sort);
    for (const place of [after(cursor, 20), before(cursor, 20)]) {
      const deep = await planOf(resource, who(), [...sort, ...UNCOUNTED, ...place]);
      expect(deep.text).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using ${index} `));
      expect(deep.text).not.toMatch(/Seq Scan on (runs|items|loans)|Sort Key|Rows Removed by Filter/);
      expect(deep.blocks).toBeLessThan(first.blocks * 1.5 + 20);
    }
  });

  it('of a mixed order searches by its first key', async () => {
    const sort: Pair = ['sort', '-start_time,distance'];
    const cursor = await deepCursor(runResource, admin, [sort]);
    const { text } = await planOf(runResource, admin, [sort, ...UNCOUNTED, ...after(cursor, 20)]);
    expect(text).toMatch(/Index Cond: \(start_time <= /);
    expect(text).not.toMatch(/Seq Scan on runs/);
  });
});

describe('the count', () => {
  it('is not taken where nobody wants it', async () => {
    const { text } = await planOf(runResource, admin, [...UNCOUNTED]);
    expect(text).not.toMatch(/Aggregate/);
  });

  it('of one’s own runs looks at no others', async () => {
    const { text } = await planOf(runResource, ann, []);
    expect(text).toMatch(/Aggregate/);
    expect(text).not.toMatch(/Seq Scan on runs/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql, { join } from 'sql-template-tag';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import { parseListQuery } from '../../src/shared/query/list-params.js';
import { sortable } from '../../src/shared/query/sort-param.js';
import type { Reader } from '../../src/shared/reading/reader.js';
import { type Stored, inOrder } from '../support/order-oracle.js';
import { type OpenDatabase, openDatabase, readerOf, shown } from '../support/reading.js';
import { ANYBODY, SHED_TABLES, shed, toolResource, viewer } from '../support/shed.js';
import { type ReadPage, after, before, walkBackward, walkForward } from '../support/walk.js';

const PEOPLE = ['Zoë', 'ann', 'Bob'].map((name, index) => ({
  name,
  id: `00000000-0000-0000-0000-00000000000${index}`,
}));
const SHELVES = ['a"b', 'a,b', 'é', 'Z'];
const LABELS = [
  null,
  '',
  'null',
  'NULL',
  '{"x": [1, 2]}',
  'back\\slash',
  'tab\tand "quote"',
  '😀',
  '\uffff',
  'a',
  'A',
];
const SIZES = [null, -2147483648, -1, 0, 7, 2147483647];
const WEIGHTS = [null, 0.1 + 0.2, 0.3, -0.0001, 1e-7, 5e-324, 1.7976931348623157e308, -1e21];
const TIMES = [
  null,
  '0001-01-01T00:00:00.000Z',
  '1850-06-01T12:00:00.001Z',
  '2020-01-24T16:34:34.838Z',
  '9999-12-31T23:59:59.999Z',
];
const DAYS = [null, '0001-01-01', '2020-02-29', '9999-12-31'];
const TRUTHS = [null, true, false];

const ROWS = 97;
const any = <T>(values: readonly T[], index: number): T =>
  values[(index * 7919 + (index % 5)) % values.length] as T;

const stored: readonly Stored[] = Array.from({ length: ROWS }, (_, index) => {
  const date = (text: string | null) => text && new Date(text);
  return {
    id: index + 1,
    label: any(LABELS, index),
    size: any(SIZES, index + 1),
    weight: any(WEIGHTS, index + 2),
    made_at: date(any(TIMES, index + 3)),
    sold_at: date(any(TIMES, index + 4)),
    bought: any(DAYS, index + 5),
    sharp: any(TRUTHS, index + 6),
    owner: any(PEOPLE, index + 7).name,
    shelf: any([...SHELVES, null], index + 8),
  };
});

let open: OpenDatabase;
let reader: Reader;

beforeAll(async () => {
  open = await openDatabase();
  reader = readerOf(open.database, shed);
  for (const statement of SHED_TABLES) await open.database.query(statement);
  const people = PEOPLE.map(({ id, name }) => sql`(${id}, ${name})`);
  await open.database.query(sql`INSERT INTO people (id, name) VALUES ${join(people)}`);
  await open.database.query(sql`INSERT INTO shelves (id) VALUES ${join(SHELVES.map((id) => sql`(${id})`))}`);
  for (const row of stored) await insert(row);
});

afterAll(() => open.close());

const insert = ({ label, size, weight, made_at, sold_at, bought, sharp, owner, shelf }: Partial<Stored>) =>
  open.database
    .query(sql`INSERT INTO tools (label, size, weight, made_at, sold_at, bought, sharp, owner, shelf)
    SELECT ${label}, ${size}, ${weight}, ${made_at}, ${sold_at}, ${bought}, ${sharp}, id, ${shelf}
    FROM people WHERE name = ${owner}`);

const reading =
  (others: readonly Pair[], who = ANYBODY): ReadPage =>
  (place) => {
    const pairs = [...others, ...place];
    const query = parseListQuery(pairs, { resource: toolResource, catalog: shed, viewer: who, plain: false });
    return reader.list(toolResource, who, query);
  };
const sorted = (sort: string, ...others: Pair[]) => reading([['sort', sort], ...others]);
const idsOf = async (page: ReturnType<ReadPage>) => (await page).rows.map((row) => row.id);

const fields = sortable(toolResource, shed);
const several = [
  'size,-label',
  '-size,label',
  'sharp,-shelf,weight',
  '-made_at,-sold_at',
  'owner,-id',
  '-owner,id',
];
const sorts = [...fields.flatMap((field) => [field, `-${field}`]), ...several];

describe('a walk through a list sorted by', () => {
  it.each(sorts)('%s meets every record once, in the order of the list', async (sort) => {
    const expected = inOrder(stored, sort);
    expect(await walkForward(sorted(sort), 10)).toEqual(expected);
    expect(await walkBackward(sorted(sort), 10)).toEqual(expected);
    expect(await idsOf(sorted(sort)([['page[size]', '1000']]))).toEqual(expected);
  });

  it.each(sorts)('%s goes on from any record in either direction', async (sort) => {
    const expected = inOrder(stored, sort);
    const whole = await sorted(sort)(after('', 1000));
    const cursors = whole.around.cursors ?? [];
    for (const [index, cursor] of cursors.entries()) {
      if (index % 6 !== 0) continue;
      expect(await idsOf(sorted(sort)(after(cursor, 3)))).toEqual(expected.slice(index + 1, index + 4));
      expect(await idsOf(sorted(sort)(before(cursor, 3)))).toEqual(
        expected.slice(Math.max(0, index - 3), index),
      );
      const range: readonly Pair[] = [
        ['page[after]', cursor],
        ['page[before]', cursors[index + 5] ?? ''],
      ];
      expect(await idsOf(sorted(sort)(range))).toEqual(
        expected.slice(index + 1, cursors[index + 5] ? index + 5 : undefined),
      );
    }
  });

  it('anything is the same with few fields, a filter, or no count', async () => {
    const few = sorted(
      '-weight',
      ['fields[tool]', 'size'],
      ['filter[size][gt]', '-1'],
      ['page[count]', 'false'],
    );
    const expected = inOrder(
      stored.filter(({ size }) => Number(size ?? -1) > -1),
      '-weight',
    );
    expect(await walkForward(few, 7)).toEqual(expected);
    expect(await walkBackward(few, 7)).toEqual(expected);
    const page = await few(after('', 7));
    expect(Object.keys(shown(page.rows[0]))).toEqual(['id', 'size']);
    expect(page.count).toBeNull();
  });

  it('anything shows the viewer no more than a list does', async () => {
    const ann = viewer(PEOPLE[1]?.id ?? '');
    const read = reading([['sort', 'label']], ann);
    const own = stored.filter(({ owner }) => owner === 'ann');
    expect(await walkForward(read, 4)).toEqual(inOrder(own, 'label'));
    expect((await read(after('', 4))).count).toBe(own.length);
  });
});

describe('the ends of a list', () => {
  it.each([
    ['after', after],
    ['before', before],
  ])('are pages without more %s them', async (_, place) => {
    const whole = await sorted('label')(place('', ROWS));
    expect([whole.rows.length, whole.around.more, whole.count]).toEqual([ROWS, false, ROWS]);
    const most = await sorted('label')(place('', ROWS - 1));
    expect([most.rows.length, most.around.more]).toEqual([ROWS - 1, true]);
  });

  it('have nothing beyond them but the count', async () => {
    const cursors = (await sorted('label')(after('', ROWS))).around.cursors ?? [];
    const beyond = await sorted('label')(after(cursors.at(-1) ?? '', 5));
    expect([beyond.rows, beyond.around, beyond.count]).toEqual([[], { more: false, cursors: [] }, ROWS]);
    const ahead = await sorted('label')(before(cursors[0] ?? '', 5));
    expect([ahead.rows, ahead.around, ahead.count]).toEqual([[], { more: false, cursors: [] }, ROWS]);
  });
});

describe('a page that nobody counts', () => {
  it('is the same page', async () => {
    const place: readonly Pair[] = [
      ['page[number]', '2'],
      ['page[size]', '10'],
    ];
    const counted = await sorted('label')(place);
    const page = await sorted('label', ['page[count]', 'false'])(place);
    expect(page.rows.map(shown)).toEqual(counted.rows.map(shown));
    expect([counted.count, page.count]).toEqual([ROWS, null]);
  });

  it.each([
    ['9', 10, true],
    ['10', 7, false],
    ['11', 0, false],
  ])('knows whether there are more behind page %s', async (number, length, more) => {
    const place: readonly Pair[] = [
      ['page[number]', number],
      ['page[size]', '10'],
    ];
    const page = await sorted('label', ['page[count]', 'false'])(place);
    expect([page.rows.length, page.around.more]).toEqual([length, more]);
  });
});

describe('while others insert and delete', () => {
  it.each(['size', '-label', 'made_at,-weight'])(
    'a walk by %s skips nothing and repeats nothing',
    async (sort) => {
      const untouched = new Set(stored.map(({ id }) => String(id)));
      let step = 0;
      const disturb = async (seen: readonly string[]): Promise<void> => {
        step += 1;
        for (let copy = 0; copy < 4; copy += 1) await insert(stored[(step * 11 + copy) % ROWS] ?? {});
        await open.database.query(sql`DELETE FROM tools WHERE id > ${ROWS} AND id % 3 = ${step % 3}`);
        // What the next page hangs on may be gone when it is asked for.
        const last = seen.at(-1) ?? '';
        untouched.delete(last);
        await open.database.query(sql`DELETE FROM tools WHERE id = ${last}`);
      };
      try {
        const seen = await walkForward(sorted(sort), 9, disturb);
        expect(new Set(seen).size).toBe(seen.length);
        const met = seen.filter((id) => untouched.has(id));
        expect(met).toEqual(inOrder(stored, sort).filter((id) => untouched.has(id)));
      } finally {
        await open.database.query(sql`TRUNCATE tools RESTART IDENTITY`);
        for (const row of stored) await insert(row);
      }
    },
  );
});

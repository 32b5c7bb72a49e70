import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { GIVEN_KEY } from '../../src/shared/query/parameter.js';
import { type QueryContext, parseListQuery } from '../../src/shared/query/list-params.js';
import type { Viewer } from '../../src/shared/query/resource.js';
import type { Reader } from '../../src/shared/reading/reader.js';
import { type OpenDatabase, openDatabase, readerOf, shown } from '../support/reading.js';
import {
  ANYBODY,
  SHED_TABLES,
  personResource,
  shed,
  shelfResource,
  toolResource,
  viewer,
} from '../support/shed.js';

const ANN = '00000000-0000-0000-0000-00000000000a';
const BOB = '00000000-0000-0000-0000-00000000000b';

let open: OpenDatabase;
let reader: Reader;

beforeAll(async () => {
  open = await openDatabase();
  reader = readerOf(open.database, shed);
  for (const statement of SHED_TABLES) await open.database.query(statement);
  await open.database.query(sql`INSERT INTO people (id, name, email) VALUES
    (${ANN}, 'Ann', 'Ann@Example.org'), (${BOB}, 'bob', NULL)`);
  await open.database.query(
    sql`INSERT INTO members (person, team) VALUES (${ANN}, 'everyone'), (${ANN}, 'saws')`,
  );
  await open.database.query(
    sql`INSERT INTO shelves (id, label, keeper) VALUES ('A', 'top', ${ANN}), ('b', NULL, NULL)`,
  );
  await open.database
    .query(sql`INSERT INTO tools (label, size, weight, made_at, sold_at, bought, sharp, owner, shelf) VALUES
    ('Saw', 3, 0.5, '2020-01-21 00:00Z', '2020-01-22 00:00Z', '2020-01-21', true, ${ANN}, 'A'),
    ('saw 100%', 5, 1.25, '2020-01-21 23:59:59.999Z', NULL, '2020-01-22', false, ${ANN}, 'b'),
    ('É_1', NULL, NULL, '2020-01-22 00:00Z', '2020-01-22 00:00Z', NULL, NULL, ${BOB}, 'A'),
    (NULL, -7, -3, NULL, NULL, '2021-12-31', true, ${BOB}, NULL)`);
});

afterAll(() => open.close());

function context(resource: QueryContext['resource'], who: Viewer): QueryContext {
  return { resource, catalog: shed, viewer: who, plain: false };
}

async function idsOf(filter: unknown, who = ANYBODY, resource: QueryContext['resource'] = toolResource) {
  const text = typeof filter === 'string' ? filter : JSON.stringify(filter);
  const pairs = [
    ['filter', text],
    ['sort', 'id'],
  ] as const;
  const page = await reader.list(resource, who, parseListQuery(pairs, context(resource, who)));
  expect(page.count).toBe(page.rows.length);
  return page.rows.map((row) => row.id);
}

describe('a filter', () => {
  it.each<readonly [string, readonly string[]]>([
    ["label eq 'Saw'", ['1']],
    ["label ne 'Saw'", ['2', '3']],
    ["NOT (label eq 'Saw')", ['2', '3']],
    ['label IS NULL', ['4']],
    ['label is_not_null', ['1', '2', '3']],
    ["label gt 'Saw'", ['2', '3']],
    ["label le 'saw'", ['1']],
    ["label IN ('Saw', 'É_1')", ['1', '3']],
    ["label NOT IN ('Saw', 'É_1')", ['2']],
    ["label contains '%'", ['2']],
    ["label contains '_'", ['3']],
    ["label icontains 'SAW'", ['1', '2']],
    ["label contains 'SAW'", []],
    ["label istartswith 'é'", ['3']],
    ["label startswith 'saw'", ['2']],
    ["label endswith '%'", ['2']],
    ["label iendswith 'AW'", ['1']],
    ["label like 'S_w'", ['1']],
    ["label like '%\\%'", ['2']],
    ["label ilike 's_w'", ['1']],
    ["label not_like 'S%'", ['2', '3']],
    ["label not_ilike 's%'", ['3']],
    ["label match ' 100 SAW '", ['2']],
    ["label match ''", ['1', '2', '3']],
    ['size gt 3', ['2']],
    ['size ge 3', ['1', '2']],
    ['size lt 99999999999999999999', ['1', '2', '4']],
    ['size ne 99999999999999999999', ['1', '2', '4']],
    ['size IN (3, 99999999999999999999)', ['1']],
    ['size NOT IN (3)', ['2', '4']],
    ['size BETWEEN -7 AND 3', ['1', '4']],
    ['size NOT BETWEEN -7 AND 3', ['2']],
    ['weight eq 0.5', ['1']],
    ['weight lt 1', ['1', '4']],
    ['length eq 3', ['1', '3']],
    ['id IN (2, 4)', ['2', '4']],
    ['id gt 3', ['4']],
    ['sharp eq true', ['1', '4']],
    ['sharp ne true', ['2']],
    ['bought eq 2020-01-21', ['1']],
    ['bought gt 2020-01-21', ['2', '4']],
    ['made_at eq 2020-01-21', ['1', '2']],
    ['made_at ne 2020-01-21', ['3']],
    ['made_at gt 2020-01-21', ['3']],
    ['made_at ge 2020-01-21', ['1', '2', '3']],
    ['made_at lt 2020-01-22', ['1', '2']],
    ['made_at le 2020-01-21', ['1', '2']],
    ['made_at le 9999-12-31', ['1', '2', '3']],
    ['made_at IN (2020-01-22, 2020-01-21T00:00:00Z)', ['1', '3']],
    ['made_at NOT IN (2020-01-22)', ['1', '2']],
    ['made_at BETWEEN 2020-01-21 AND 2020-01-21', ['1', '2']],
    ['made_at eq 2020-01-21T01:00+01:00', ['1']],
    ["made_at eq '2020-01-21 23:59:59.9999999'", ['2']],
    ['made_at lt sold_at', ['1']],
    ['made_at eq sold_at', ['3']],
    ['size gt weight', ['1', '2']],
    ["owner eq 'ANN'", ['1', '2']],
    ["owner_id ne 'ann'", ['3', '4']],
    ["NOT owner eq 'nobody'", ['1', '2', '3', '4']],
    ["owner IN ('BOB', 'nobody')", ['3', '4']],
    ["owner NOT IN ('nobody', 'none')", ['1', '2', '3', '4']],
    ["owner gt 'Ann'", ['3', '4']],
    ["owner icontains 'O'", ['3', '4']],
    ["shelf eq 'A'", ['1', '3']],
    ["shelf eq 'a'", []],
    ["shelf ne 'A'", ['2']],
    ['shelf IS NULL', ['4']],
    ["shelf.keeper eq 'ann'", ['1', '3']],
    ["NOT shelf.keeper eq 'nobody'", ['1', '3']],
    ['shelf.keeper IS NULL', ['2', '4']],
    ["shelf__keeper__email eq 'ann@example.org'", ['1', '3']],
    ['shelf.fullness eq 2', ['1', '3']],
    ["owner.email icontains 'ANN@'", ['1', '2']],
    ["owner.teams eq 'all'", ['1', '2']],
    ["owner.teams ne 'saws'", ['3', '4']],
    ["owner.teams IN ('saws', 'none')", ['1', '2']],
    ['HAS(shelf)', ['1', '2', '3']],
    ["HAS(shelf, label eq 'top')", ['1', '3']],
    ["NOT HAS(shelf, label eq 'top')", ['2', '4']],
    ['HAS(shelf, HAS(keeper, ANY(tools, size eq 3)))', ['1', '3']],
    ['HAS(shelf.keeper)', ['1', '3']],
    ['owner eq shelf.keeper', ['1']],
  ])('%s finds %j', async (text, ids) => {
    expect(await idsOf(text)).toEqual(ids);
  });

  it('reaches many by any', async () => {
    expect(await idsOf('ANY(tools, sharp eq false)', ANYBODY, personResource)).toEqual(['Ann']);
    expect(await idsOf('NOT ANY(tools, size eq 3)', ANYBODY, personResource)).toEqual(['bob']);
    expect(await idsOf('ANY(tools)', ANYBODY, shelfResource)).toEqual(['A', 'b']);
  });

  it('nests as deep as it may without running out of names', async () => {
    const filter = 'ANY(tools, HAS(shelf, '.repeat(4) + 'ANY(tools, size eq 3)' + '))'.repeat(4);
    expect(await idsOf(filter, ANYBODY, shelfResource)).toEqual(['A']);
  });
});

describe('what a viewer may not read', () => {
  const bob = viewer(BOB, 'tools');

  it('is null to filters through relationships', async () => {
    expect(await idsOf("owner.email eq 'ann@example.org'", bob)).toEqual([]);
    expect(await idsOf("NOT owner.email eq 'x'", bob)).toEqual([]);
    expect(await idsOf('owner.email IS NULL', bob)).toEqual(['1', '2', '3', '4']);
    expect(await idsOf("owner.teams eq 'saws'", bob)).toEqual([]);
    expect(await idsOf("owner.name eq 'bob'", bob)).toEqual(['3', '4']);
  });

  it('does not exist for has and any', async () => {
    expect(await idsOf('HAS(owner)', bob)).toEqual(['3', '4']);
    expect(await idsOf("HAS(owner, name eq 'ann')", bob)).toEqual([]);
    expect(await idsOf('ANY(tools)', viewer(BOB), shelfResource)).toEqual(['A']);
  });

  it('leaves linkage to be filtered by', async () => {
    expect(await idsOf("owner eq 'ann'", bob)).toEqual(['1', '2']);
    expect(await idsOf("keeper eq 'ann'", bob, shelfResource)).toEqual(['A']);
  });

  it('is not in lists and counts', async () => {
    expect(await idsOf('id gt 0', viewer(ANN))).toEqual(['1', '2']);
    expect(await idsOf("owner eq 'bob'", viewer(ANN))).toEqual([]);
  });
});

describe('a page', () => {
  async function read(pairs: QueryPairs, resource: QueryContext['resource'] = toolResource, who = ANYBODY) {
    return reader.list(resource, who, parseListQuery(pairs, context(resource, who)));
  }
  type QueryPairs = readonly (readonly [string, string])[];

  it.each<readonly [string, readonly string[]]>([
    ['id', ['1', '2', '3', '4']],
    ['-id', ['4', '3', '2', '1']],
    ['size', ['4', '1', '2', '3']],
    ['-size', ['2', '1', '4', '3']],
    ['label', ['1', '2', '3', '4']],
    ['-label', ['3', '2', '1', '4']],
    ['owner,-id', ['2', '1', '4', '3']],
    ['-shelf', ['2', '3', '1', '4']],
    ['sharp', ['2', '1', '4', '3']],
  ])('is in the order of %s, nulls last, ties by id', async (sort, ids) => {
    expect((await read([['sort', sort]])).rows.map((row) => row.id)).toEqual(ids);
  });

  it('is in the order of the resource where none is given', async () => {
    expect((await read([])).rows.map((row) => row.id)).toEqual(['3', '2', '1', '4']);
  });

  it('orders text by code point', async () => {
    expect((await read([['sort', 'id']], shelfResource)).rows.map((row) => row.id)).toEqual(['A', 'b']);
  });

  it('tells the count of all, on an empty page too', async () => {
    const page = await read([
      ['page[size]', '1'],
      ['page[number]', '2'],
      ['sort', 'id'],
    ]);
    expect([page.count, page.rows.map((row) => row.id)]).toEqual([4, ['2']]);
    const past = await read([
      ['page[size]', '1'],
      ['page[number]', '100000'],
    ]);
    expect([past.count, past.rows]).toEqual([4, []]);
    const none = await read([['filter', 'id eq 99']]);
    expect([none.count, none.rows]).toEqual([0, []]);
  });

  it('carries values as JavaScript has them, and related records by their ids', async () => {
    const { rows } = await read([['filter', 'id eq 1']]);
    expect(rows.map(shown)).toEqual([
      {
        id: '1',
        label: 'Saw',
        size: 3,
        weight: 0.5,
        made_at: '2020-01-21T00:00:00.000Z',
        sold_at: '2020-01-22T00:00:00.000Z',
        bought: '2020-01-21',
        sharp: true,
        length: 3,
        extra: null,
        owner: 'Ann',
        shelf: 'A',
      },
    ]);
  });

  it('carries only the fields that were asked for', async () => {
    const { rows } = await read([
      ['fields[tool]', 'size,owner'],
      ['filter', 'id eq 1'],
    ]);
    expect(rows.map(shown)).toEqual([{ id: '1', size: 3, owner: 'Ann' }]);
    const bare = await read([
      ['fields[tool]', ''],
      ['filter', 'id eq 1'],
    ]);
    expect(bare.rows.map(shown)).toEqual([{ id: '1' }]);
  });

  it('may be of a scope, or of a source that stands for the table', async () => {
    const query = parseListQuery([['sort', 'id']], context(toolResource, ANYBODY));
    const scoped = await reader.list(toolResource, ANYBODY, query, {
      scope: { name: 'of size 3', condition: (row) => sql`${row}.size = ${GIVEN_KEY}`, key: 3 },
    });
    expect(scoped.count).toBe(1);
    const source = { name: 'of size 5', select: () => sql`SELECT * FROM tools WHERE size = ${5}` };
    const computed = await reader.list(toolResource, ANYBODY, query, { source });
    expect(computed.rows.map((row) => row.id)).toEqual(['2']);
  });
});

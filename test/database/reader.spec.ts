import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { type QueryContext, parseListQuery, parseOneQuery } from '../../src/shared/query/list-params.js';
import type { Viewer } from '../../src/shared/query/resource.js';
import { Problem } from '../../src/shared/errors/problem.js';
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
const bob = viewer(BOB);
const bobWithTools = viewer(BOB, 'tools');

let open: OpenDatabase;
let reader: Reader;

beforeAll(async () => {
  open = await openDatabase();
  reader = readerOf(open.database, shed);
  for (const statement of SHED_TABLES) await open.database.query(statement);
  await open.database.query(sql`INSERT INTO people (id, name) VALUES (${ANN}, 'Ann'), (${BOB}, 'bob')`);
  await open.database.query(
    sql`UPDATE people SET mentor = CASE id WHEN ${BOB} THEN ${ANN}::uuid ELSE ${BOB}::uuid END`,
  );
  await open.database.query(sql`INSERT INTO shelves (id, keeper) VALUES ('A', ${ANN}), ('b', NULL)`);
  await open.database.query(sql`INSERT INTO tools (label, made_at, owner, shelf) VALUES
    ('saw', '2020-01-21', ${ANN}, 'A'), ('axe', '2020-01-22', ${BOB}, 'A'), ('pin', NULL, ${BOB}, NULL)`);
});

afterAll(() => open.close());

const context = (resource: QueryContext['resource'], who: Viewer): QueryContext => ({
  resource,
  catalog: shed,
  viewer: who,
  plain: false,
});

const including = (paths: string, who = ANYBODY) =>
  parseOneQuery([['include', paths]], context(toolResource, who));

async function refusal(work: Promise<unknown>): Promise<readonly [number, string, string]> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw new Error(`No problem: ${String(error)}`);
  return [error.status, error.code, error.detail];
}

describe('one record', () => {
  it('is found by its id, a person’s in any case', async () => {
    expect((await reader.one(toolResource, ANYBODY, '1')).row).toMatchObject({ id: '1', label: 'saw' });
    expect((await reader.one(personResource, ANYBODY, 'ANN')).row?.id).toBe('Ann');
    expect((await reader.row(shelfResource, ANYBODY, 'A')).fullness).toBe(2);
  });

  it('is its columns and nothing else', async () => {
    const { row } = await reader.one(shelfResource, ANYBODY, 'A');
    expect(shown(row)).toEqual({ id: 'A', label: null, fullness: 2, keeper: 'Ann' });
  });

  it.each([
    '99',
    'abc',
    '',
    '0',
    '-1',
    '01',
    '1.0',
    '9223372036854775807',
    '9223372036854775808',
    '99999999999999999999999',
    '١',
    '1\0',
    '1\n',
  ])('is not found by %j', async (id) => {
    expect(await refusal(reader.one(toolResource, ANYBODY, id))).toEqual([
      404,
      'TOOL_NOT_FOUND',
      'Tool not found.',
    ]);
  });

  it.each(['a', 'no', '', 'A\0', '\ud800', "A' OR 1=1", 'é'.repeat(1000)])(
    'with a text for its id is not found by %j',
    async (id) => {
      const expected = [404, 'SHELF_UNIT_NOT_FOUND', 'Shelf unit not found.'];
      expect(await refusal(reader.row(shelfResource, ANYBODY, id))).toEqual(expected);
    },
  );

  it('that is another’s is refused, after it was looked for', async () => {
    expect(await refusal(reader.one(toolResource, bob, '1'))).toEqual([
      403,
      'NOT_AUTHORIZED',
      'Not authorized.',
    ]);
    expect((await refusal(reader.one(toolResource, bob, '99')))[0]).toBe(404);
    expect((await reader.one(toolResource, bob, '2')).row?.label).toBe('axe');
  });

  it('shows the fields that were asked for', async () => {
    const query = parseOneQuery([['fields[tool]', 'label']], context(toolResource, ANYBODY));
    const { row } = await reader.one(toolResource, ANYBODY, '1', query);
    expect(shown(row)).toEqual({ id: '1', label: 'saw' });
  });
});

describe('included records', () => {
  it('are those on the paths, each once', async () => {
    const query = parseListQuery(
      [
        ['include', 'owner,shelf.keeper'],
        ['sort', 'id'],
      ],
      context(toolResource, ANYBODY),
    );
    const page = await reader.list(toolResource, ANYBODY, query);
    const ids = page.included.map(({ resource, rows }) => [resource.type, rows.map((row) => row.id).sort()]);
    expect(ids).toEqual([
      ['person', ['Ann', 'bob']],
      ['shelf', ['A']],
    ]);
  });

  it('are whole, and honour the fields of their type', async () => {
    const pairs = [
      ['include', 'shelf'],
      ['fields[shelf]', 'label'],
    ] as const;
    const query = parseOneQuery(pairs, context(toolResource, ANYBODY));
    const { included } = await reader.one(toolResource, ANYBODY, '1', query);
    expect(included[0]?.rows.map(shown)).toEqual([{ id: 'A', label: null }]);
    const whole = await reader.one(toolResource, ANYBODY, '1', including('shelf'));
    expect(whole.included[0]?.rows.map(shown)).toEqual([
      { id: 'A', label: null, fullness: 2, keeper: 'Ann' },
    ]);
  });

  it('are only those that the viewer may see, though linkage stays', async () => {
    const query = parseListQuery(
      [
        ['include', 'owner'],
        ['sort', 'id'],
      ],
      context(toolResource, bobWithTools),
    );
    const page = await reader.list(toolResource, bobWithTools, query);
    expect(page.rows.map((row) => row.owner)).toEqual(['Ann', 'bob', 'bob']);
    expect(page.included[0]?.rows.map((row) => row.id)).toEqual(['bob']);
  });

  it('are none where there is nothing on the path, or no path', async () => {
    expect((await reader.one(toolResource, ANYBODY, '3', including('shelf.keeper'))).included).toEqual([]);
    expect((await reader.one(toolResource, ANYBODY, '3', including(''))).included).toEqual([]);
  });

  it('leave out what is among the primary records', async () => {
    const query = parseListQuery(
      [
        ['include', 'mentor.mentor'],
        ['filter[name]', 'bob'],
      ],
      context(personResource, ANYBODY),
    );
    const page = await reader.list(personResource, ANYBODY, query);
    expect(page.rows.map((row) => [row.id, row.mentor])).toEqual([['bob', 'Ann']]);
    expect(page.included.map(({ rows }) => rows.map((row) => row.id))).toEqual([['Ann']]);
  });
});

describe('a related record', () => {
  it('is that which the relationship names', async () => {
    const answer = await reader.related(toolResource, ANYBODY, '1', 'owner');
    expect([answer.resource.type, answer.row?.id]).toEqual(['person', 'Ann']);
    const person = { id: 'Ann', name: 'Ann', email: null, secret: 'x', teams: [], mentor: 'bob' };
    expect(shown(answer.row)).toEqual(person);
  });

  it('is null where the relationship is empty', async () => {
    const answer = await reader.related(toolResource, ANYBODY, '3', 'shelf');
    expect([answer.resource.type, answer.row]).toEqual(['shelf', null]);
  });

  it('takes fields and includes', async () => {
    const query = parseOneQuery(
      [
        ['include', 'keeper'],
        ['fields[shelf]', 'label'],
      ],
      context(shelfResource, ANYBODY),
    );
    const answer = await reader.related(toolResource, ANYBODY, '1', 'shelf', query);
    expect(answer.row).toMatchObject({ id: 'A', label: null });
    expect(answer.included[0]?.rows[0]?.id).toBe('Ann');
  });

  it.each([
    ['its owner is not found', '99', 'owner', 404],
    ['there is no such relationship', '1', 'constructor', 404],
    ['it leads to many', '1', 'label', 404],
  ])('is refused where %s', async (_, id, name, status) => {
    expect((await refusal(reader.related(toolResource, ANYBODY, id, name)))[0]).toBe(status);
    expect((await refusal(reader.linkage(toolResource, ANYBODY, id, name)))[0]).toBe(status);
  });

  it('is refused where the viewer may not see it, though its linkage is told', async () => {
    expect((await refusal(reader.related(toolResource, bobWithTools, '1', 'owner')))[0]).toBe(403);
    expect((await reader.linkage(toolResource, bobWithTools, '1', 'owner')).id).toBe('Ann');
  });

  it('and its linkage are refused where the first record is another’s', async () => {
    expect((await refusal(reader.related(toolResource, bob, '1', 'shelf')))[0]).toBe(403);
    expect((await refusal(reader.linkage(toolResource, bob, '1', 'shelf')))[0]).toBe(403);
  });

  it('has linkage that names the record it starts from as it is stored', async () => {
    const linkage = await reader.linkage(toolResource, ANYBODY, '3', 'shelf');
    expect(linkage).toMatchObject({ ownerId: '3', relationship: 'shelf', id: null });
  });
});

describe('a nested list', () => {
  const query = parseListQuery([['sort', 'id']], context(toolResource, ANYBODY));

  it('has the records of its parent', async () => {
    const page = await reader.listRelated(personResource, 'tools', ANYBODY, 'BOB', query);
    expect([page.resource.type, page.count, page.rows.map((row) => row.id)]).toEqual(['tool', 2, ['2', '3']]);
  });

  it('has those of them that the viewer may see', async () => {
    const page = await reader.listRelated(shelfResource, 'tools', bob, 'A', query);
    expect([page.count, page.rows.map((row) => row.id)]).toEqual([1, ['2']]);
  });

  it('is refused where its parent is, or is not there', async () => {
    expect((await refusal(reader.listRelated(personResource, 'tools', bob, 'ann', query)))[0]).toBe(403);
    expect((await refusal(reader.listRelated(personResource, 'tools', bob, 'no', query)))[0]).toBe(404);
    expect((await refusal(reader.listRelated(toolResource, 'owner', ANYBODY, '1', query)))[0]).toBe(404);
  });
});

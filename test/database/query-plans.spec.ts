import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { type QueryContext, parseListQuery } from '../../src/shared/query/list-params.js';
import { compilePage } from '../../src/shared/query/select.js';
import { filled, type OpenDatabase, openDatabase } from '../support/reading.js';
import { ANYBODY, SHED_TABLES, shed, shelfResource, toolResource } from '../support/shed.js';

let open: OpenDatabase;

beforeAll(async () => {
  open = await openDatabase();
  for (const statement of SHED_TABLES) await open.database.query(statement);
  await open.database.query(sql`CREATE INDEX tools_by_size ON tools (size DESC NULLS LAST, id DESC)`);
  await open.database.query(sql`CREATE INDEX tools_by_made_at ON tools (made_at)`);
  await open.database.query(sql`CREATE INDEX shelves_by_id ON shelves (id COLLATE "C")`);
});

afterAll(() => open.close());

/** What PostgreSQL would do if it had rows enough for an index to pay. */
async function planOf(
  pairs: readonly (readonly [string, string])[],
  resource: QueryContext['resource'] = toolResource,
) {
  const query = parseListQuery(pairs, { resource, catalog: shed, viewer: ANYBODY, plain: false });
  const composed = compilePage({ catalog: shed, viewer: ANYBODY }, resource, query);
  const page = filled(composed, { viewer: ANYBODY, page: query.page });
  return open.database.inTransaction(async () => {
    await open.database.query(sql`SET LOCAL enable_seqscan = off`);
    await open.database.query(sql`SET LOCAL enable_sort = off`);
    await open.database.query(sql`SET LOCAL enable_bitmapscan = off`);
    const lines = await open.database.query<{ 'QUERY PLAN': string }>(sql`EXPLAIN ${page}`);
    return lines.map((line) => line['QUERY PLAN']).join('\n');
  });
}

describe('an index answers', () => {
  it.each([
    ['a filter by a relationship', 'filter[owner]=ann', /Index Cond: \(owner = COALESCE/],
    ['a filter by several of them', 'filter[owner]=ann,bob', /Index Cond: \(owner = ANY/],
    ['a filter by id', 'filter[id]=7', /Index Cond: \(id = '7'::bigint\)/],
    ['a filter by a number', 'filter[size][ge]=7', /Index Cond: \(size >= '7'::bigint\)/],
    ['a filter by days', 'filter[made_at]=2020-01-21', /Index Cond: \(\(made_at >= .*\) AND \(made_at < /],
    ['the order of numbers that may be null', 'sort=-size', /Index Scan using tools_by_size/],
  ])('%s', async (_, parameter, expected) => {
    const [name = '', value = ''] = parameter.split('=');
    expect(await planOf([[name, value]])).toMatch(expected);
  });

  it('the order of ids that are text', async () => {
    expect(await planOf([['sort', 'id']], shelfResource)).toMatch(/using shelves_by_id/);
  });
});

describe('a table that a resource joins for some fields', () => {
  it('is left alone where none of them is asked for', async () => {
    expect(await planOf([['fields[shelf]', 'label']], shelfResource)).not.toMatch(/tools/);
  });

  it('is read for the page, not for the count', async () => {
    const plan = await planOf([['fields[shelf]', 'fullness']], shelfResource);
    expect(plan.match(/on tools/g)).toHaveLength(1);
  });

  it('is read for both where the filter names one of them', async () => {
    const plan = await planOf(
      [
        ['filter[fullness]', '2'],
        ['fields[shelf]', 'label'],
      ],
      shelfResource,
    );
    expect(plan.match(/on tools/g)).toHaveLength(2);
  });
});

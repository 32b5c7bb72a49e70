import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sql, { join } from 'sql-template-tag';
import { BadParameter } from '../../src/shared/errors/errors.js';
import { type QueryContext, parseListQuery } from '../../src/shared/query/list-params.js';
import type { Reader } from '../../src/shared/reading/reader.js';
import { type Json, type Thing, judge } from '../support/filter-oracle.js';
import { hostileValues, jsonFilters, things } from '../support/filter-arbitraries.js';
import { type OpenDatabase, openDatabase, readerOf } from '../support/reading.js';
import { ANYBODY, SHED_TABLES, shed, toolResource } from '../support/shed.js';

const OWNER = '00000000-0000-0000-0000-00000000000a';
const context: QueryContext = { resource: toolResource, catalog: shed, viewer: ANYBODY, plain: true };

let open: OpenDatabase;
let reader: Reader;
let stored: readonly Thing[];

beforeAll(async () => {
  open = await openDatabase();
  reader = readerOf(open.database, shed);
  for (const statement of SHED_TABLES) await open.database.query(statement);
  await open.database.query(sql`INSERT INTO people (id, name) VALUES (${OWNER}, 'Ann')`);
  stored = fc.sample(things, { numRuns: 60, seed: 7 });
  const rows = stored.map(
    (thing) =>
      sql`(${thing.label}, ${thing.size}, ${thing.weight}, ${thing.made_at}, ${thing.sold_at}, ${thing.bought}, ${thing.sharp}, ${OWNER})`,
  );
  await open.database.query(
    sql`INSERT INTO tools (label, size, weight, made_at, sold_at, bought, sharp, owner) VALUES ${join(rows)}`,
  );
});

afterAll(() => open.close());

async function found(filter: Json): Promise<readonly number[]> {
  const query = parseListQuery(
    [
      ['filter', JSON.stringify(filter)],
      ['sort', 'id'],
    ],
    context,
  );
  const page = await reader.list(toolResource, ANYBODY, query);
  return page.rows.map((row) => Number(row.id));
}

describe('PostgreSQL and a judge in JavaScript', () => {
  it('agree on every filter, nulls under NOT among it', async () => {
    await fc.assert(
      fc.asyncProperty(jsonFilters, async (filter) => {
        const expected = stored.flatMap((thing, index) => (judge(filter, thing) === true ? [index + 1] : []));
        expect(await found(filter)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });
});

describe('a hostile value', () => {
  it('is refused by name or finds something: it never reaches PostgreSQL as an error', async () => {
    await fc.assert(
      fc.asyncProperty(hostileValues, async (filter) => {
        try {
          await found(filter);
        } catch (error) {
          expect(error).toBeInstanceOf(BadParameter);
        }
      }),
      { numRuns: 600 },
    );
  });
});

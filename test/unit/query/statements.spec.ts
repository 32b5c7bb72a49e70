import { describe, expect, it } from '@jest/globals';
import sql, { type Sql } from 'sql-template-tag';
import { hasId, hasKey } from '../../../src/shared/query/condition.js';
import { parseListQuery } from '../../../src/shared/query/list-params.js';
import type { OneQuery } from '../../../src/shared/query/list-query.js';
import type { Resource, Viewer } from '../../../src/shared/query/resource.js';
import {
  compileAll,
  compileByKeys,
  compileOne,
  compilePage,
  type PageOptions,
} from '../../../src/shared/query/select.js';
import { NOBODY_SPECIAL, personResource, shed, shelfResource, toolResource } from '../../support/shed.js';

const lens = { catalog: shed, viewer: NOBODY_SPECIAL };
const ME = NOBODY_SPECIAL.id;
const NAME = ['fields[person]', 'name'] as const;
const EMAIL = ['filter[email]', 'x'] as const;
const talliedResource: Resource = {
  ...personResource,
  tally: (viewer: Viewer) => sql`(SELECT n FROM tallies WHERE id = ${viewer.id})`,
};

const told = ({ text, values }: Sql) => [text.replaceAll(/\s+/g, ' ').trim(), values];
const pageOf = (resource: Resource, pairs: readonly (readonly [string, string])[], options?: PageOptions) =>
  told(compilePage(lens, resource, parseListQuery(pairs, { ...lens, resource, plain: false }), options));
const only = (type: string, fields: readonly string[], include: OneQuery['include'] = null): OneQuery => ({
  fields: new Map([[type, new Set(fields)]]),
  include,
});

const USE = `LEFT JOIN (SELECT shelf, count(*) AS total FROM tools GROUP BY shelf) AS t_use ON t_use.shelf = t.id`;
const counted = (count: string, rows: string): string =>
  `SELECT c.count AS "#count", p.* FROM (${count}) AS c LEFT JOIN (${rows}) AS p ON TRUE`;

describe('the statement of a page', () => {
  it('shows every attribute and to-one relationship where nothing else is asked for', () => {
    expect(pageOf(toolResource, [['page[count]', 'false']])).toEqual([
      'SELECT (t.id)::text AS "id", t.label AS "label", (t.size)::float8 AS "size", (t.weight)::float8 AS "weight", ' +
        't.made_at AS "made_at", t.sold_at AS "sold_at", t.bought AS "bought", t.sharp AS "sharp", ' +
        `(length(coalesce(t.label, ''))::bigint)::float8 AS "length", t.extra AS "extra", ` +
        't__owner.name AS "owner", t.shelf AS "shelf" FROM tools AS t ' +
        'JOIN people AS t__owner ON t__owner.id = t.owner WHERE (t.owner = $1::uuid) ' +
        'ORDER BY t.made_at DESC NULLS LAST, t.id DESC LIMIT 21',
      [ME],
    ]);
  });

  it('joins what its columns or its order need, and nothing for the count', () => {
    const [text] = pageOf(shelfResource, [
      ['fields[shelf]', 'fullness'],
      ['sort', 'fullness'],
      ['page[size]', '3'],
      ['page[number]', '2'],
    ]);
    expect(text).toBe(
      counted(
        'SELECT count(*)::int AS count FROM shelves AS t WHERE (TRUE)',
        `SELECT t.id AS "id", (coalesce(t_use.total, 0))::float8 AS "fullness" FROM shelves AS t ${USE} ` +
          'WHERE (TRUE) ORDER BY coalesce(t_use.total, 0), t.id COLLATE "C" LIMIT 3 OFFSET $1',
      ),
    );
  });

  it('has the keys of what an include follows, and filters rows and count alike', () => {
    const pairs = [
      ['fields[tool]', 'length,weight'],
      ['include', 'owner,shelf.keeper'],
      ['filter[size]', '5'],
      ['sort', 'owner,-size'],
    ] as const;
    expect(pageOf(toolResource, pairs)).toEqual([
      counted(
        'SELECT count(*)::int AS count FROM tools AS t WHERE (t.owner = $1::uuid) AND (t.size = $2::bigint)',
        'SELECT (t.id)::text AS "id", (t.weight)::float8 AS "weight", ' +
          `(length(coalesce(t.label, ''))::bigint)::float8 AS "length", t.owner AS "#key:owner", t.shelf AS "#key:shelf" FROM tools AS t ` +
          'JOIN people AS t__owner ON t__owner.id = t.owner WHERE (t.owner = $3::uuid) AND (t.size = $4::bigint) ' +
          'ORDER BY t__owner.name COLLATE "C", t.size DESC NULLS LAST, t.id DESC LIMIT 20',
      ),
      [ME, '5', ME, '5'],
    ]);
  });

  it('keeps to the rows that belong to one record', () => {
    const scope = { name: 'pupils', condition: (row: Sql) => sql`${row}.mentor = ${'k'}`, key: 'k' };
    expect(pageOf(talliedResource, [NAME], { scope })).toEqual([
      counted(
        'SELECT count(*)::int AS count FROM people AS t WHERE (t.id = $1::uuid) AND (t.mentor = $2)',
        'SELECT t.name AS "id", t.name AS "name" FROM people AS t WHERE (t.id = $3::uuid) AND (t.mentor = $4) ' +
          'ORDER BY t.name COLLATE "C" LIMIT 20',
      ),
      [ME, 'k', ME, 'k'],
    ]);
  });

  it('reads a source of its own, which the filter is left to', () => {
    const source = { name: 'made up', select: (viewer: Viewer) => sql`SELECT ${viewer.id} AS id` };
    const [text] = pageOf(talliedResource, [NAME, EMAIL], { source });
    expect(text).toBe(
      `WITH source AS MATERIALIZED (SELECT $1 AS id) ${counted(
        'SELECT count(*)::int AS count FROM source AS t WHERE (t.id = $2::uuid)',
        'SELECT t.name AS "id", t.name AS "name" FROM source AS t WHERE (t.id = $3::uuid) ' +
          'ORDER BY t.name COLLATE "C" LIMIT 20',
      )}`,
    );
    expect(pageOf(talliedResource, [NAME], { source })[0]).toBe(text);
  });

  it('begins beyond a cursor, and gives each row its own', () => {
    const query = parseListQuery([NAME], { ...lens, resource: personResource, plain: false });
    const after = ['k'];
    const cursor = {
      style: 'cursor',
      after,
      before: ['m'],
      backward: false,
      limit: 5,
      counted: false,
    } as const;
    expect(told(compilePage(lens, personResource, { ...query, page: cursor }))[0]).toBe(
      'SELECT t.name AS "id", t.name AS "name", ARRAY[(t.name COLLATE "C")::text] AS "#position" FROM people AS t ' +
        'WHERE (t.id = $1::uuid) AND ((t.name COLLATE "C") > ($2::text)) AND ((t.name COLLATE "C") < ($3::text)) ' +
        'ORDER BY t.name COLLATE "C" LIMIT 6',
    );
  });

  it.each([
    ['a whole list', [NAME], '(SELECT (SELECT n FROM tallies WHERE id = $1) AS count) AS c'],
    ['a list with a filter', [NAME, EMAIL], '(SELECT count(*)::int AS count FROM people AS t'],
  ] as const)('takes from the ledger, or counts: %s', (_, pairs, count) => {
    expect(pageOf(talliedResource, pairs)[0]).toContain(count);
  });
});

describe('the statement of one record', () => {
  it('says whether the viewer may see it, and by which key others know it', () => {
    const query = only('tool', ['label', 'shelf'], [['owner']]);
    expect(told(compileOne(lens, toolResource, hasId(toolResource, '7'), query))).toEqual([
      'SELECT (t.id)::text AS "id", t.label AS "label", t.shelf AS "shelf", t.owner AS "#key:owner", ' +
        't.id AS "#key", coalesce((t.owner = $1::uuid), FALSE) AS "#visible" FROM tools AS t ' +
        'WHERE t.id = $2::bigint LIMIT 1',
      [ME, '7'],
    ]);
  });

  it('has the version, where there is one', () => {
    const resource: Resource = { ...personResource, versioned: true };
    expect(told(compileOne(lens, resource, hasKey(resource, 'k'), only('person', ['name'])))).toEqual([
      'SELECT t.name AS "id", t.name AS "name", t.version AS "#version", t.id AS "#key", ' +
        'coalesce((t.id = $1::uuid), FALSE) AS "#visible" FROM people AS t WHERE t.id = $2 LIMIT 1',
      [ME, 'k'],
    ]);
  });
});

describe('the statement of several records', () => {
  it('takes those that the viewer may see, by their keys', () => {
    expect(told(compileByKeys(lens, shelfResource, ['A'], only('shelf', ['fullness'])))).toEqual([
      `SELECT t.id AS "id", (coalesce(t_use.total, 0))::float8 AS "fullness", t.id AS "#key" FROM shelves AS t ${USE} ` +
        'WHERE t.id = ANY($1) AND (TRUE)',
      [['A']],
    ]);
  });

  it('takes all that fit, whoever may see them, with further columns', () => {
    const named = only('person', ['name']);
    expect(told(compileAll(lens, personResource, hasKey(personResource, 'k'), named, ['hash']))).toEqual([
      'SELECT t.name AS "id", t.name AS "name", t.hash FROM people AS t WHERE t.id = $1 ORDER BY t.name COLLATE "C"',
      ['k'],
    ]);
    const computed = only('shelf', ['fullness']);
    expect(told(compileAll(lens, shelfResource, hasKey(shelfResource, 'k'), computed))).toEqual([
      `SELECT t.id AS "id", (coalesce(t_use.total, 0))::float8 AS "fullness" FROM shelves AS t ${USE} ` +
        'WHERE t.id = $1 ORDER BY t.id COLLATE "C"',
      ['k'],
    ]);
  });
});

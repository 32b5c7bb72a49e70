import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { raw } from 'sql-template-tag';
import { compileFilter } from '../../../src/shared/query/filter/compile.js';
import { parseFilter } from '../../../src/shared/query/filter/parse-filter.js';
import { Joins } from '../../../src/shared/query/joins.js';
import { parseListQuery } from '../../../src/shared/query/list-params.js';
import type { Resource, Viewer } from '../../../src/shared/query/resource.js';
import { hasId, hasKey, isParent } from '../../../src/shared/query/condition.js';
import { compileByKeys, compileOne, compilePage } from '../../../src/shared/query/select.js';
import { EVERYTHING } from '../../../src/shared/query/list-query.js';
import {
  ANYBODY,
  NOBODY_SPECIAL,
  personResource,
  shed,
  shelfResource,
  toolResource,
} from '../../support/shed.js';

const ROW = raw('t');

function compile(written: string, resource: Resource = toolResource, viewer: Viewer = ANYBODY) {
  const filter = parseFilter({ catalog: shed, viewer }, resource, [['filter', written]]);
  if (!filter) throw new Error('There is a filter.');
  const joins = new Joins(resource, ROW, viewer);
  const condition = compileFilter(filter, joins);
  return { condition, joins: joins.toSql(condition) };
}

const narrow = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

describe('a condition', () => {
  it.each<readonly [string, string, readonly unknown[]]>([
    ['size gt 5', '(t.size > $1::bigint)', ['5']],
    ['size gt 99999999999999999999', '(t.size > $1::numeric)', ['99999999999999999999']],
    ['size in (1, 2)', '((t.size = ANY($1::bigint[])))', [['1', '2']]],
    ['weight le 0.5', '(t.weight <= $1::float8)', [0.5]],
    ["label eq 'x'", '(t.label = $1::text)', ['x']],
    ["label ne 'x'", '(NOT (t.label = $1::text))', ['x']],
    ["label gt 'x'", '(t.label COLLATE "C" > $1::text)', ['x']],
    ["label icontains '5%'", '(t.label ILIKE $1::text)', ['%5\\%%']],
    ["label not_like 'x%'", '(t.label NOT LIKE $1::text)', ['x%']],
    ['label is null', '(t.label IS NULL)', []],
    ['sharp eq true', '(t.sharp = $1::boolean)', [true]],
    ['bought ge 2020-01-21', '(t.bought >= $1::date)', ['2020-01-21']],
    ['made_at le 2020-01-21', '(t.made_at < $1::timestamptz)', ['2020-01-22T00:00:00.000Z']],
    ['made_at lt sold_at', '(t.made_at < t.sold_at)', []],
    ['shelf is null', '(t.shelf IS NULL)', []],
    ['id eq 7 or id eq 8', '((t.id = $1::bigint) OR (t.id = $2::bigint))', ['7', '8']],
    [
      "owner eq 'ann'",
      "(t.owner = coalesce((SELECT id FROM people WHERE lower(name) = lower($1::text)), '00000000-0000-0000-0000-000000000000'::uuid))",
      ['ann'],
    ],
  ])('of %s is %s', (written, text, values) => {
    const { condition } = compile(written);
    expect([narrow(condition.text), condition.values]).toEqual([text, values]);
  });

  it('on what lies behind a relationship asks whether the viewer may see it', () => {
    const { condition, joins } = compile("owner.email eq 'x'", toolResource, NOBODY_SPECIAL);
    expect(narrow(condition.text)).toBe(
      '(lower(CASE WHEN (t__owner.id = $1::uuid) THEN t__owner.email END) = lower($2::text))',
    );
    expect(condition.values).toEqual([NOBODY_SPECIAL.id, 'x']);
    expect(narrow(joins.text)).toBe('JOIN people AS t__owner ON t__owner.id = t.owner');
  });

  it('joins a table once, however often it is named', () => {
    const { joins } = compile("owner.email eq 'x' or owner.name eq 'y' or owner gt 'z'");
    expect(joins.text.match(/JOIN/g)).toHaveLength(1);
  });

  it('joins what a resource needs of its own before what hangs on it', () => {
    const { joins } = compile("shelf.fullness gt 1 and shelf.keeper.email eq 'x'");
    const order = ['AS t__shelf ON', 'AS t__shelf_use ON', 'AS t__shelf__keeper ON'];
    const places = order.map((part) => joins.text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(compile("shelf.label eq 'x'").joins.text).not.toContain('t__shelf_use');
  });
});

describe('a statement', () => {
  const lens = { catalog: shed, viewer: NOBODY_SPECIAL };
  const page = (pairs: readonly (readonly [string, string])[]) =>
    compilePage(lens, toolResource, parseListQuery(pairs, { ...lens, resource: toolResource, plain: true }));

  it('has one text for all values, pages beyond the first, and ids', () => {
    const texts = (['a', "'; --", '\\', '$1', 'x'.repeat(500)] as const).flatMap((value, index) => [
      page([
        ['filter[label]', value],
        ['page[number]', String(index + 2)],
        ['page[size]', '7'],
      ]).text,
    ]);
    expect(new Set(texts).size).toBe(1);
  });

  it('never holds what a client wrote, but as a parameter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z'"\\;%-]{6,20}$/), (written) => {
        const value = `zq${written}`;
        const quoted = value.replaceAll("'", "''");
        const text = `label contains '${quoted}' or owner eq '${quoted}' or owner.email in ('${quoted}', 'x') or HAS(shelf, label match '${quoted}')`;
        const { condition, joins } = compile(text);
        expect(condition.text + joins.text).not.toContain('zq');
        expect(JSON.stringify(condition.values)).toContain('zq');
      }),
    );
  });

  it('asks of every row whether the viewer may see it', () => {
    const own = 't.owner = ';
    expect(page([]).text.split(own)).toHaveLength(3);
    expect(compileOne(lens, toolResource, hasId(toolResource, '1'), EVERYTHING).text).toContain(own);
    expect(compileByKeys(lens, toolResource, ['1'], EVERYTHING).text).toContain(own);
  });
});

describe('a condition of our own', () => {
  it.each([
    ['the id that is a number', hasId(toolResource, '7'), 't.id = $1::bigint', ['7']],
    ['the id that is text', hasId(shelfResource, 'A'), 't.id = $1::text', ['A']],
    ['the id in any case', hasId(personResource, 'Ann'), 'lower(t.name) = lower($1::text)', ['Ann']],
    ['the key', hasKey(personResource, 'k'), 't.id = $1', ['k']],
  ])('is on %s', (_, condition, text, values) => {
    expect([condition(ROW).text, condition(ROW).values]).toEqual([text, values]);
  });

  it('is on the parent that a to-many relationship starts from', () => {
    const scope = isParent(personResource, 'k', personResource.relationships.tools)(ROW);
    expect(scope.text).toBe(
      'EXISTS (SELECT 1 FROM people AS parent WHERE parent.id = $1 AND t.owner = parent.id)',
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { raw } from 'sql-template-tag';
import { compileFilter } from '../../../src/shared/query/filter/compile.js';
import { parseFilter } from '../../../src/shared/query/filter/parse-filter.js';
import { Joins } from '../../../src/shared/query/joins.js';
import type { Resource, Viewer } from '../../../src/shared/query/resource.js';
import { ANYBODY, NOBODY_SPECIAL, personResource, shed, toolResource } from '../../support/shed.js';

/** A filter, its condition, that one's values, and the joins that it needs. */
type Case = readonly [written: string, condition: string, values: readonly unknown[], joins?: string];

const ME = NOBODY_SPECIAL.id;
const narrow = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function compile(written: string, resource: Resource, viewer: Viewer) {
  const filter = parseFilter({ catalog: shed, viewer }, resource, [['filter', written]]);
  if (!filter) throw new Error('There is a filter.');
  const joins = new Joins(resource, raw('t'), viewer);
  const condition = compileFilter(filter, joins);
  return [narrow(condition.text), condition.values, narrow(joins.toSql(condition).text)];
}

describe('a condition on the record itself', () => {
  it.each<Case>([
    ['size eq 5', '(t.size = $1::bigint)', ['5']],
    ['size lt 5', '(t.size < $1::bigint)', ['5']],
    ['size between 1 and 2', '((t.size >= $1::bigint) AND (t.size <= $2::bigint))', ['1', '2']],
    ['size not between 1 and 2', '(NOT ((t.size >= $1::bigint) AND (t.size <= $2::bigint)))', ['1', '2']],
    ['size in (1, 99999999999999999999)', '((t.size = ANY($1::numeric[])))', [['1', '99999999999999999999']]],
    ['size not in (1)', '(NOT ((t.size = ANY($1::bigint[]))))', [['1']]],
    ['size eq 9223372036854775807', '(t.size = $1::bigint)', ['9223372036854775807']],
    ['size eq 9223372036854775808', '(t.size = $1::numeric)', ['9223372036854775808']],
    ['size eq -9223372036854775808', '(t.size = $1::bigint)', ['-9223372036854775808']],
    ['size eq -9223372036854775809', '(t.size = $1::numeric)', ['-9223372036854775809']],
    ['weight le 12.25', '(t.weight <= $1::float8)', [12.25]],
    ['weight gt size', '(t.weight > t.size)', []],
    ['weight eq size', '(t.weight = t.size)', []],
    ['weight ne size', '(t.weight <> t.size)', []],
    ['label ge label', '(t.label COLLATE "C" >= t.label COLLATE "C")', []],
    ['sharp ne false', '(NOT (t.sharp = $1::boolean))', [false]],
    ['bought in (2020-01-21, 2020-01-22)', '((t.bought = ANY($1::date[])))', [['2020-01-21', '2020-01-22']]],
    [
      'made_at eq 2020-01-21',
      '((t.made_at >= $1::timestamptz) AND (t.made_at < $2::timestamptz))',
      ['2020-01-21T00:00:00.000Z', '2020-01-22T00:00:00.000Z'],
    ],
    [
      'made_at ne 2020-01-21',
      '((t.made_at < $1::timestamptz) OR (t.made_at >= $2::timestamptz))',
      ['2020-01-21T00:00:00.000Z', '2020-01-22T00:00:00.000Z'],
    ],
    ['made_at gt 2020-01-21', '(t.made_at >= $1::timestamptz)', ['2020-01-22T00:00:00.000Z']],
    ['made_at ge 2020-01-21', '(t.made_at >= $1::timestamptz)', ['2020-01-21T00:00:00.000Z']],
    ['made_at lt 2020-01-21', '(t.made_at < $1::timestamptz)', ['2020-01-21T00:00:00.000Z']],
    ['made_at le 2020-01-21T00:00:00Z', '(t.made_at <= $1::timestamptz)', ['2020-01-21T00:00:00.000Z']],
    [
      'made_at between 2020-01-21 and 2020-01-22',
      '((t.made_at >= $1::timestamptz) AND (t.made_at < $2::timestamptz))',
      ['2020-01-21T00:00:00.000Z', '2020-01-23T00:00:00.000Z'],
    ],
    [
      'made_at in (2020-01-21)',
      '(((t.made_at >= $1::timestamptz) AND (t.made_at < $2::timestamptz)))',
      ['2020-01-21T00:00:00.000Z', '2020-01-22T00:00:00.000Z'],
    ],
    [
      'made_at in (2020-01-21, 2020-01-22T10:00:00Z)',
      '((t.made_at = ANY($1::timestamptz[])) OR ((t.made_at >= $2::timestamptz) AND (t.made_at < $3::timestamptz)))',
      [['2020-01-22T10:00:00.000Z'], '2020-01-21T00:00:00.000Z', '2020-01-22T00:00:00.000Z'],
    ],
    [
      'made_at not in (2020-01-21)',
      '(NOT (((t.made_at >= $1::timestamptz) AND (t.made_at < $2::timestamptz))))',
      ['2020-01-21T00:00:00.000Z', '2020-01-22T00:00:00.000Z'],
    ],
    ['label is not null', '(t.label IS NOT NULL)', []],
    ["label in ('A', 'b')", '((t.label = ANY($1::text[])))', [['A', 'b']]],
    ['not (size eq 1)', '(NOT (t.size = $1::bigint))', ['1']],
    ["not size eq 1 and label eq 'x'", '((NOT (t.size = $1::bigint)) AND (t.label = $2::text))', ['1', 'x']],
    ["label like 'x%'", '(t.label LIKE $1::text)', ['x%']],
    ["label ilike 'x%'", '(t.label ILIKE $1::text)', ['x%']],
    ["label not_ilike 'x%'", '(t.label NOT ILIKE $1::text)', ['x%']],
    ["label contains 'x'", '(t.label LIKE $1::text)', ['%x%']],
    ["label startswith 'a_b'", '(t.label LIKE $1::text)', ['a\\_b%']],
    ["label endswith 'a_b'", '(t.label LIKE $1::text)', ['%a\\_b']],
    ["label istartswith 'a'", '(t.label ILIKE $1::text)', ['a%']],
    ["label iendswith 'a'", '(t.label ILIKE $1::text)', ['%a']],
    ["label match 'red  big'", '((t.label ILIKE $1::text) AND (t.label ILIKE $2::text))', ['%red%', '%big%']],
    ["label match '  '", '((t.label ILIKE $1::text))', ['%']],
    ["label match ' 5% x '", '((t.label ILIKE $1::text) AND (t.label ILIKE $2::text))', ['%5\\%%', '%x%']],
  ])('%s', (written, condition, values, joins = '') => {
    expect(compile(written, toolResource, ANYBODY)).toEqual([condition, values, joins]);
  });
});

describe('a condition on what lies behind a relationship', () => {
  it.each<Case>([
    [
      'label eq owner.email',
      '(lower(t.label) = lower(CASE WHEN (TRUE) THEN t__owner.email END))',
      [],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      'owner.email eq label',
      '(lower(CASE WHEN (TRUE) THEN t__owner.email END) = lower(t.label))',
      [],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      'owner.email ne owner.name',
      '(lower(CASE WHEN (TRUE) THEN t__owner.email END) <> lower(CASE WHEN (TRUE) THEN t__owner.name END))',
      [],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      'label lt owner.name',
      '(t.label COLLATE "C" < CASE WHEN (TRUE) THEN t__owner.name END COLLATE "C")',
      [],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    ['shelf is not null', '(t.shelf IS NOT NULL)', []],
    ["shelf eq 'A'", '(t.shelf = $1::text)', ['A']],
    ["shelf in ('A', 'b')", '((t.shelf = ANY($1::text[])))', [['A', 'b']]],
    [
      "owner in ('ann', 'Bob')",
      "((t.owner = ANY(ARRAY(SELECT id FROM people WHERE lower(name) IN (SELECT lower(v) FROM unnest($1::text[]) AS v)) || '00000000-0000-0000-0000-000000000000'::uuid)))",
      [['ann', 'Bob']],
    ],
    [
      "owner ne 'ann'",
      "(NOT (t.owner = coalesce((SELECT id FROM people WHERE lower(name) = lower($1::text)), '00000000-0000-0000-0000-000000000000'::uuid)))",
      ['ann'],
    ],
    [
      "owner gt 'b'",
      '(t__owner.name COLLATE "C" > $1::text)',
      ['b'],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      "shelf.keeper in ('ann', 'bob')",
      "((CASE WHEN (TRUE) THEN t__shelf.keeper END = ANY(ARRAY(SELECT id FROM people WHERE lower(name) IN (SELECT lower(v) FROM unnest($1::text[]) AS v)) || '00000000-0000-0000-0000-000000000000'::uuid)))",
      [['ann', 'bob']],
      'LEFT JOIN shelves AS t__shelf ON t__shelf.id = t.shelf',
    ],
    [
      'owner eq shelf.keeper',
      '(lower(t__owner.name) = lower(CASE WHEN (TRUE) THEN t__shelf__keeper.name END))',
      [],
      'JOIN people AS t__owner ON t__owner.id = t.owner LEFT JOIN shelves AS t__shelf ON t__shelf.id = t.shelf LEFT JOIN people AS t__shelf__keeper ON t__shelf__keeper.id = t__shelf.keeper',
    ],
    [
      'HAS(shelf, fullness gt 1)',
      'EXISTS (SELECT 1 FROM shelves AS x1 LEFT JOIN (SELECT shelf, count(*) AS total FROM tools GROUP BY shelf) AS x1_use ON x1_use.shelf = x1.id WHERE (x1.id = t.shelf) AND (TRUE) AND ((coalesce(x1_use.total, 0) > $1::bigint)))',
      ['1'],
    ],
  ])('%s, for those who may see all', (written, condition, values, joins = '') => {
    expect(compile(written, toolResource, ANYBODY)).toEqual([condition, values, joins]);
  });

  it.each<Case>([
    [
      'owner.email is null',
      '(CASE WHEN (t__owner.id = $1::uuid) THEN t__owner.email END IS NULL)',
      [ME],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      'owner.mentor is null',
      '(CASE WHEN (t__owner.id = $1::uuid) THEN t__owner.mentor END IS NULL)',
      [ME],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      "owner.mentor eq 'x'",
      "(CASE WHEN (t__owner.id = $1::uuid) THEN t__owner.mentor END = coalesce((SELECT id FROM people WHERE lower(name) = lower($2::text)), '00000000-0000-0000-0000-000000000000'::uuid))",
      [ME, 'x'],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      "owner.mentor.email eq 'x'",
      '(lower(CASE WHEN (t__owner.id = $1::uuid) AND (t__owner__mentor.id = $2::uuid) THEN t__owner__mentor.email END) = lower($3::text))',
      [ME, ME, 'x'],
      'JOIN people AS t__owner ON t__owner.id = t.owner LEFT JOIN people AS t__owner__mentor ON t__owner__mentor.id = t__owner.mentor',
    ],
    [
      'HAS(owner)',
      'EXISTS (SELECT 1 FROM people AS x1 WHERE (x1.id = t.owner) AND (x1.id = $1::uuid))',
      [ME],
    ],
    ['HAS(shelf)', 'EXISTS (SELECT 1 FROM shelves AS x1 WHERE (x1.id = t.shelf) AND (TRUE))', []],
    [
      "HAS(owner, email eq 'x')",
      'EXISTS (SELECT 1 FROM people AS x1 WHERE (x1.id = t.owner) AND (x1.id = $1::uuid) AND ((lower(x1.email) = lower($2::text))))',
      [ME, 'x'],
    ],
    [
      "HAS(owner.mentor, email eq 'x')",
      '(coalesce((t__owner.id = $1::uuid), FALSE) AND EXISTS (SELECT 1 FROM people AS x1 WHERE (x1.id = t__owner.mentor) AND (x1.id = $2::uuid) AND ((lower(x1.email) = lower($3::text)))))',
      [ME, ME, 'x'],
      'JOIN people AS t__owner ON t__owner.id = t.owner',
    ],
    [
      'HAS(owner, ANY(tools, size gt 1))',
      'EXISTS (SELECT 1 FROM people AS x1 WHERE (x1.id = t.owner) AND (x1.id = $1::uuid) AND (EXISTS (SELECT 1 FROM tools AS x2 WHERE (x2.owner = x1.id) AND (x2.owner = $2::uuid) AND ((x2.size > $3::bigint)))))',
      [ME, ME, '1'],
    ],
  ])('%s, for those who see what is theirs', (written, condition, values, joins = '') => {
    expect(compile(written, toolResource, NOBODY_SPECIAL)).toEqual([condition, values, joins]);
  });

  it.each<Case>([
    [
      'ANY(tools)',
      'EXISTS (SELECT 1 FROM tools AS x1 WHERE (x1.owner = t.id) AND (x1.owner = $1::uuid))',
      [ME],
    ],
    [
      "ANY(tools, label eq 'x')",
      'EXISTS (SELECT 1 FROM tools AS x1 WHERE (x1.owner = t.id) AND (x1.owner = $1::uuid) AND ((x1.label = $2::text)))',
      [ME, 'x'],
    ],
    [
      'ANY(mentor.tools, size gt 1)',
      '(coalesce((t__mentor.id = $1::uuid), FALSE) AND EXISTS (SELECT 1 FROM tools AS x1 WHERE (x1.owner = t__mentor.id) AND (x1.owner = $2::uuid) AND ((x1.size > $3::bigint))))',
      [ME, ME, '1'],
      'LEFT JOIN people AS t__mentor ON t__mentor.id = t.mentor',
    ],
    [
      "name in ('A', 'b')",
      '((lower(t.name) = ANY(ARRAY(SELECT lower(v) FROM unnest($1::text[]) AS v))))',
      [['A', 'b']],
    ],
    ["id eq 'Ann'", '(lower(t.name) = lower($1::text))', ['Ann']],
    [
      "teams eq 'all'",
      '($1::text = ANY(ARRAY(SELECT team FROM members m WHERE m.person = t.id ORDER BY team)))',
      ['everyone'],
    ],
    [
      "teams ne 'x'",
      '(NOT ($1::text = ANY(ARRAY(SELECT team FROM members m WHERE m.person = t.id ORDER BY team))))',
      ['x'],
    ],
    [
      "teams in ('ALL', 'all')",
      '((ARRAY(SELECT team FROM members m WHERE m.person = t.id ORDER BY team) && $1::text[]))',
      [['ALL', 'everyone']],
    ],
  ])('%s, of people', (written, condition, values, joins = '') => {
    expect(compile(written, personResource, NOBODY_SPECIAL)).toEqual([condition, values, joins]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type Filter, mentions, testsOf } from '../../../src/shared/query/filter/filter.js';
import { OPERATORS, operatorNamed } from '../../../src/shared/query/filter/operators.js';
import { parseFilter } from '../../../src/shared/query/filter/parse-filter.js';
import type { Pair } from '../../../src/shared/query/flat-pairs.js';
import type { Resource, Viewer } from '../../../src/shared/query/resource.js';
import { faultOf } from '../../support/refusals.js';
import {
  ANYBODY,
  NOBODY_SPECIAL,
  personResource,
  shed,
  shelfResource,
  toolResource,
} from '../../support/shed.js';

function parse(
  pairs: readonly Pair[],
  resource: Resource = toolResource,
  viewer: Viewer = ANYBODY,
): Filter | null {
  return parseFilter({ catalog: shed, viewer }, resource, pairs);
}
const json = (node: unknown, resource?: Resource, viewer?: Viewer) =>
  parse([['filter', JSON.stringify(node)]], resource, viewer);
const text = (written: string, resource?: Resource, viewer?: Viewer) =>
  parse([['filter', written]], resource, viewer);

describe('a field', () => {
  it.each([
    'id',
    'label',
    'owner',
    'owner_id',
    'owner.id',
    'owner.name',
    'owner__email',
    'shelf.keeper',
    'shelf.keeper_id',
    'shelf.keeper.email',
    'shelf__keeper.teams',
    'owner.mentor.name',
  ])('%s is known', (name) => {
    expect(json({ name, op: 'eq', val: '1' })).toMatchObject({ is: 'comparison' });
  });

  it.each([
    '',
    ' ',
    'nothing',
    'Label',
    'secret',
    'owner.secret',
    'extra',
    'tools',
    'owner.tools',
    'label.x',
    'label_id',
    'id_id',
    'owner.',
    '.owner',
    'owner..name',
    'owner___name',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'owner.__proto__',
    'owner.mentor.mentor.name',
    'owner_id.name',
    'a.b.c.d.e',
    "label'; --",
    '\0',
  ])('%j is unknown', (name) => {
    const fault = faultOf(() => json([{ name, op: 'eq', val: '1' }]));
    expect(fault).toMatchObject({ parameter: 'filter', meta: { pointer: '/0/name' } });
  });

  it('that is unknown comes with those that are known', () => {
    const { meta } = faultOf(() => json({ name: 'nothing', op: 'eq', val: '1' }, personResource));
    expect(meta?.allowed).toEqual(['id', 'name', 'email', 'teams', 'mentor']);
  });

  it('behind a relationship that the viewer may not reach is unknown; the linkage is not', () => {
    for (const name of ['keeper.name', 'keeper.id', 'keeper.mentor.name']) {
      expect(json({ name, op: 'eq', val: 'x' }, shelfResource)).toMatchObject({ is: 'comparison' });
      const fault = faultOf(() => json({ name, op: 'eq', val: 'x' }, shelfResource, NOBODY_SPECIAL));
      expect(fault.meta).toMatchObject({ pointer: '/name' });
    }
    expect(text("shelf.keeper eq 'ann'", toolResource, NOBODY_SPECIAL)).toMatchObject({ is: 'comparison' });
    expect(faultOf(() => text("shelf.keeper.name eq 'a'", toolResource, NOBODY_SPECIAL)).meta).toMatchObject({
      offset: 0,
    });
    expect(faultOf(() => text("HAS(keeper, name eq 'a')", shelfResource, NOBODY_SPECIAL)).meta).toMatchObject(
      { offset: 4 },
    );
    expect(text('HAS(keeper)', shelfResource, NOBODY_SPECIAL)).toMatchObject({ is: 'related' });
  });

  it('inside has and any is of the related resource', () => {
    expect(text("ANY(tools, label eq 'x')", personResource)).toMatchObject({
      of: { column: { leaf: { name: 'label' } } },
    });
    expect(faultOf(() => text("ANY(tools, email eq 'x')", personResource)).meta).toMatchObject({
      offset: 11,
    });
  });

  it.each([
    ['HAS(tools)', 4],
    ['ANY(owner)', 4],
    ['HAS(label)', 4],
    ['HAS(owner_id)', 4],
    ['ANY(nothing)', 4],
    ['HAS(shelf.tools)', 4],
  ])('is no relationship of that sort in %s', (written, offset) => {
    expect(faultOf(() => text(written)).meta).toMatchObject({ offset });
  });
});

describe('an operator', () => {
  const names = (kind: string) =>
    OPERATORS.filter(({ on }) => on.some((each) => each === kind)).map(({ name }) => name);

  it.each([
    ['integer', ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'in', 'not_in', 'between', 'is_null', 'is_not_null']],
    ['boolean', ['eq', 'ne', 'in', 'not_in', 'is_null', 'is_not_null']],
    ['names', ['eq', 'ne', 'in']],
    ['json', []],
  ])('that works on %s is one of %j', (kind, expected) => {
    expect(names(kind)).toEqual(expected);
  });

  it('has names of its own', () => {
    const all = OPERATORS.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(all).size).toBe(all.length);
    for (const name of all) expect(operatorNamed(name.toUpperCase())).toBe(operatorNamed(name));
  });

  it.each([
    ['size', 'contains', 'x'],
    ['size', 'match', 'x'],
    ['sharp', 'gt', true],
    ['sharp', 'between', [true, false]],
    ['label', 'between', ['a', 'b']],
    ['owner.teams', 'gt', 'x'],
    ['owner.teams', 'not_in', ['x']],
    ['owner.teams', 'contains', 'x'],
    ['made_at', 'like', '2020%'],
    ['id', 'startswith', '1'],
  ])('does not work on %s: %s', (name, op, val) => {
    expect(faultOf(() => json({ name, op, val })).meta).toHaveProperty('allowed');
  });

  it.each(['is_null', 'is_not_null'])('%s does not work on sets', (op) => {
    expect(faultOf(() => json({ name: 'owner.teams', op })).parameter).toBe('filter');
  });
});

describe('a value', () => {
  it.each<readonly [string, unknown, unknown]>([
    ['size', 5, '5'],
    ['size', -5, '-5'],
    ['size', '5', '5'],
    ['size', '+5', '5'],
    ['size', '-0005', '-5'],
    ['size', '5.0', '5'],
    ['size', 1e21, '1000000000000000000000'],
    ['size', '9'.repeat(50), '9'.repeat(50)],
    ['size', -0, '0'],
    ['weight', 0.5, 0.5],
    ['weight', '-0.50', -0.5],
    ['weight', 1e300, 1e300],
    ['weight', `0.${'0'.repeat(400)}1`, 0],
    ['sharp', true, true],
    ['bought', '2020-02-29', '2020-02-29'],
    ['made_at', '2020-01-21T10:00+01:00', '2020-01-21T09:00:00.000Z'],
    ['label', '', ''],
    ['label', 'É\u{1f600}', 'É\u{1f600}'],
    ['owner.teams', 'all', 'everyone'],
    ['owner.teams', 'ALL', 'ALL'],
    ['id', 7, '7'],
    ['owner', 'Ann', 'Ann'],
  ])('of %s, %j, is %j', (name, val, value) => {
    expect(json({ name, op: 'eq', val })).toMatchObject({ is: 'comparison', value });
  });

  it.each<readonly [string, unknown]>([
    ['size', 1.5],
    ['size', '1.5'],
    ['size', ''],
    ['size', ' 5'],
    ['size', '0x10'],
    ['size', '1e5'],
    ['size', true],
    ['size', []],
    ['size', {}],
    ['size', '٣'],
    ['size', 'NaN'],
    ['size', '--5'],
    ['weight', ''],
    ['weight', '.5'],
    ['weight', '5.'],
    ['weight', 'Infinity'],
    ['weight', '1e5'],
    ['weight', '9'.repeat(400)],
    ['weight', true],
    ['sharp', 'true'],
    ['sharp', 1],
    ['sharp', 0],
    ['bought', '2020-02-30'],
    ['bought', '2020-01-01T00:00Z'],
    ['bought', 20200101],
    ['made_at', 'now'],
    ['made_at', 1579564800],
    ['made_at', '2020-02-30'],
    ['made_at', '2020-01-21T24:00Z'],
    ['label', 5],
    ['label', true],
    ['label', 'a\0b'],
    ['label', '\ud800'],
    ['label', 'x\udc00'],
    ['label', ['x']],
    ['owner', 1],
    ['owner.teams', null],
    ['id', 'abc'],
  ])('of %s is not %j', (name, val) => {
    expect(faultOf(() => json({ name, op: 'eq', val }))).toMatchObject({ parameter: 'filter', meta: {} });
  });

  it('says where it stands', () => {
    expect(faultOf(() => json({ or: [{ name: 'size', op: 'in', val: [1, 'x'] }] })).meta).toEqual({
      pointer: '/or/0/val/1',
    });
    expect(faultOf(() => text("id eq 1 AND size eq 'x'")).meta).toEqual({ offset: 20 });
    expect(faultOf(() => parse([['filter[size]', '1,x']])).meta).toEqual({ name: 'filter[size]', offset: 2 });
  });

  it.each([
    ['sharp eq TRUE', true],
    ["sharp eq 'False'", false],
    ["size eq '5'", '5'],
    ["weight eq '5'", 5],
    ['label eq 5', '5'],
  ])('may be text where the form knows text only: %s', (written, value) => {
    expect(text(written)).toMatchObject({ value });
  });

  it.each<readonly [string, string, unknown]>([
    ['gt', 'size', null],
    ['in', 'size', [null]],
    ['between', 'size', [1, null]],
    ['between', 'size', [1]],
    ['between', 'size', [1, 2, 3]],
    ['between', 'size', []],
    ['in', 'size', []],
    ['contains', 'label', null],
    ['like', 'label', 'x\\'],
    ['not_ilike', 'label', '\\\\\\'],
  ])('does not fit %s on %s: %j', (op, name, val) => {
    expect(faultOf(() => json({ name, op, val })).parameter).toBe('filter');
  });

  it('is no synonym within a pattern', () => {
    const shelf = {
      ...shelfResource,
      attributes: { label: { ...shelfResource.attributes.label, synonyms: { user: 'regular' } } },
    };
    expect(text("label contains 'user'", shelf)).toMatchObject({ pattern: '%user%' });
    expect(text("label in ('user', 'x')", shelf)).toMatchObject({ of: [{ values: ['regular', 'x'] }] });
  });

  it('of null is absence', () => {
    expect(json({ name: 'size', op: 'eq', val: null })).toMatchObject({ is: 'absence', negated: false });
    expect(json({ name: 'size', op: 'ne', val: null })).toMatchObject({ is: 'absence', negated: true });
  });

  it.each([
    ['size gt weight', 'columns'],
    ['made_at le sold_at', 'columns'],
    ['label eq owner', 'columns'],
    ['id eq size', 'columns'],
  ])('may be another field: %s', (written, is) => {
    expect(text(written)).toMatchObject({ is });
  });

  it.each([
    ['made_at gt bought', 11],
    ['size eq label', 8],
    ['sharp eq size', 9],
    ['owner.teams eq owner.teams', 15],
    ['label contains owner', 15],
  ])('may not be that field: %s', (written, offset) => {
    expect(faultOf(() => text(written)).meta).toMatchObject({ offset });
  });
});

describe('the limits', () => {
  const test = { name: 'size', op: 'eq', val: 1 };
  const nested = (depth: number): unknown => (depth === 1 ? test : { not: nested(depth - 1) });

  it('are ten deep', () => {
    expect(json(nested(10))).not.toBeNull();
    expect(json([nested(10), nested(10)])).not.toBeNull();
    expect(faultOf(() => json(nested(11))).detail).toContain('10 deep');
    expect(text(`${'NOT '.repeat(9)}size eq 1`)).not.toBeNull();
    expect(faultOf(() => text(`${'NOT '.repeat(10)}size eq 1`)).detail).toContain('10 deep');
    expect(text(`${'('.repeat(50)}size eq 1${')'.repeat(50)}`)).not.toBeNull();
    expect(faultOf(() => text(`${'HAS(owner, '.repeat(10)}id eq 'x'${')'.repeat(10)}`)).detail).toContain(
      '10 deep',
    );
    expect(faultOf(() => parse([['filter', '{"not":'.repeat(1100)]])).parameter).toBe('filter');
  });

  it('are 100 nodes, in all forms together', () => {
    const short = { name: 'id', op: 'eq', val: 1 };
    expect(json({ and: Array(99).fill(short) })).not.toBeNull();
    expect(faultOf(() => json({ and: Array(100).fill(short) })).detail).toContain('100 nodes');
    expect(json(Array(100).fill(short))).not.toBeNull();
    const one = JSON.stringify(Array(100).fill(short));
    expect(
      faultOf(() =>
        parse([
          ['filter', one],
          ['filter[id]', '1'],
        ]),
      ).detail,
    ).toContain('100 nodes');
    expect(text(Array(99).fill('id=1').join(' AND '))).not.toBeNull();
    expect(faultOf(() => text(Array(100).fill('id=1').join(' AND '))).detail).toContain('100 nodes');
  });

  it('are 200 values a list and 500 in all', () => {
    const list = (length: number) => ({
      name: 'size',
      op: 'in',
      val: Array.from({ length }, (_, index) => index),
    });
    expect(json(list(200))).not.toBeNull();
    expect(faultOf(() => json(list(201))).detail).toContain('200 values');
    expect(json([list(200), list(200), list(100)])).not.toBeNull();
    expect(faultOf(() => json([list(200), list(200), list(101)])).detail).toContain('500 values');
    const written = Array(201).fill('1').join(',');
    expect(faultOf(() => text(`size in (${written})`)).detail).toContain('200 values');
    expect(faultOf(() => parse([['filter[size]', written]])).detail).toContain('200 values');
    expect(faultOf(() => text(`label match '${'x '.repeat(201)}'`)).detail).toContain('200 words');
  });

  it('are 8 KiB decoded, in all forms together', () => {
    const bytes = (length: number) => `label eq '${'x'.repeat(length - 11)}'`.padEnd(length);
    expect(text(bytes(8192))).not.toBeNull();
    expect(faultOf(() => text(bytes(8193))).detail).toContain('8192 bytes');
    expect(faultOf(() => text(`label eq '${'é'.repeat(4096)}'`)).detail).toContain('8192 bytes');
    expect(
      faultOf(() =>
        parse([
          ['filter', bytes(8000)],
          ['filter[label]', 'x'.repeat(200)],
        ]),
      ).detail,
    ).toContain('8192');
  });
});

describe('a filter parameter', () => {
  it('is ANDed with the others', () => {
    const filter = parse([
      ['filter[size]', '1'],
      ['filter', "label eq 'x'"],
      ['filter[id][gt]', '5'],
    ]);
    expect(filter).toMatchObject({ is: 'and', of: [{ value: '1' }, { value: 'x' }, { op: 'gt' }] });
  });

  it('may be a list of nothing, but not nothing', () => {
    expect(parse([['filter', '[]']])).toBeNull();
    expect(parse([])).toBeNull();
    expect(faultOf(() => parse([['filter', '']])).parameter).toBe('filter');
    expect(faultOf(() => parse([['filter', '  ']])).parameter).toBe('filter');
  });

  it.each([
    ['owner eq shelf', true],
    ["NOT owner eq 'x'", true],
    ["owner.name eq 'x' or id eq 1", true],
    ['HAS(owner)', true],
    ['id eq 1', false],
    ['HAS(shelf, HAS(keeper))', false],
    ['shelf eq owner', true],
  ])('says whether it speaks of a relationship: %s', (written, expected) => {
    expect(mentions(text(written), 'owner')).toBe(expected);
  });

  it('speaks of nothing where there is none', () => {
    expect(mentions(null, 'owner')).toBe(false);
    expect(testsOf({ is: 'and', of: [] })).toEqual([]);
  });
});

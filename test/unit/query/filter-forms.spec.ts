import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadParameter } from '../../../src/shared/errors/errors.js';
import { Limits } from '../../../src/shared/query/filter/limits.js';
import { parseBrackets } from '../../../src/shared/query/filter/parse-brackets.js';
import { parseJson } from '../../../src/shared/query/filter/parse-json.js';
import { parseText } from '../../../src/shared/query/filter/parse-text.js';
import { shapeOf, toText } from '../../support/filter-text.js';
import { jsonFilters } from '../../support/filter-arbitraries.js';
import { faultOf } from '../../support/refusals.js';

const text = (written: string) => parseText(written, new Limits());
const json = (written: unknown) => parseJson(JSON.stringify(written), new Limits());
const brackets = (name: string, value: string) => parseBrackets(name, value, new Limits());

const A = ['a', 'eq', '1'];
const B = ['b', 'eq', '2'];
const C = ['c', 'eq', '3'];

/** A shape as text can say it: values are texts, and a group of one is that one. */
function asText(shape: unknown): unknown {
  if (Array.isArray(shape)) return shape.map(asText);
  if (typeof shape === 'number' || typeof shape === 'boolean') return String(shape);
  if (typeof shape !== 'object' || shape === null) return shape;
  const [[name, inside] = ['', null]] = Object.entries(shape);
  const children = asText(inside);
  const isGroup = name === 'and' || name === 'or';
  return isGroup && Array.isArray(children) && children.length === 1 ? children[0] : { [name]: children };
}

describe('the text form', () => {
  it.each<readonly [string, unknown]>([
    ['a eq 1', A],
    ['a=1', A],
    ['a == 1', A],
    ['a EQUALS 1', A],
    ['  a\n\teq 1  ', A],
    ['(((a eq 1)))', A],
    ['a eq 1 AND b eq 2 AND c eq 3', { and: [A, B, C] }],
    ['a eq 1 and b eq 2 or c eq 3', { or: [{ and: [A, B] }, C] }],
    ['a eq 1 OR b eq 2 AND c eq 3', { or: [A, { and: [B, C] }] }],
    ['(a eq 1 OR b eq 2) AND c eq 3', { and: [{ or: [A, B] }, C] }],
    ['NOT a eq 1 AND b eq 2', { and: [{ not: A }, B] }],
    ['not (a eq 1 and b eq 2)', { not: { and: [A, B] } }],
    ['NOT NOT a eq 1', { not: { not: A } }],
    [
      "(a eq '2016-05-01') AND ((b gt 20) OR (b lt 10))",
      {
        and: [
          ['a', 'eq', '2016-05-01'],
          {
            or: [
              ['b', 'gt', '20'],
              ['b', 'lt', '10'],
            ],
          },
        ],
      },
    ],
    ["a eq 'O''Hara'", ['a', 'eq', "O'Hara"]],
    ["a eq ''", ['a', 'eq', '']],
    ["a eq ''''", ['a', 'eq', "'"]],
    ["a eq ' AND ('", ['a', 'eq', ' AND (']],
    ['a eq -1.50', ['a', 'eq', '-1.50']],
    ['a eq TRUE', ['a', 'eq', 'true']],
    ['a eq null', ['a', 'eq', null]],
    ["a eq 'null'", ['a', 'eq', 'null']],
    ['a ge 2020-01-21', ['a', 'ge', '2020-01-21']],
    ['a<2020-01-21T10:00:00.5+02:00', ['a', 'lt', '2020-01-21T10:00:00.5+02:00']],
    ['a lt b', ['a', 'lt', { field: 'b' }]],
    ['a.b != c__d', ['a.b', 'ne', { field: 'c__d' }]],
    ['a<>1', ['a', 'ne', '1']],
    ['a in (1)', ['a', 'in', ['1']]],
    ["a IN (1,'x', true)", ['a', 'in', ['1', 'x', 'true']]],
    ['a NOT IN (1, 2)', ['a', 'not_in', ['1', '2']]],
    ['a notin_ (1, 2)', ['a', 'not_in', ['1', '2']]],
    ['a between 1 and 2 and b eq 2', { and: [['a', 'between', ['1', '2']], B] }],
    ['a NOT BETWEEN 1 AND 2', { not: ['a', 'between', ['1', '2']] }],
    ['a IS NULL', ['a', 'is_null']],
    ['a is not null', ['a', 'is_not_null']],
    ['a is_null', ['a', 'is_null']],
    ['a is_not_null AND b eq 2', { and: [['a', 'is_not_null'], B] }],
    ['a is_ null', ['a', 'is_null']],
    ['a isnot NULL', ['a', 'is_not_null']],
    ['HAS(r)', { has: 'r', of: null }],
    ['any ( r , a eq 1 or b eq 2 )', { any: 'r', of: { or: [A, B] } }],
    ['NOT has(r, any(s, (a eq 1))) AND b eq 2', { and: [{ not: { has: 'r', of: { any: 's', of: A } } }, B] }],
    ["has eq 'x'", ['has', 'eq', 'x']],
  ])('%s', (written, shape) => {
    expect(shapeOf(text(written))).toEqual(shape);
  });

  it.each<readonly [string, number]>([
    ['a', 1],
    ['a eq', 4],
    ['a eq 1 b eq 2', 7],
    ['a eq 1 AND', 10],
    ['AND a eq 1', 0],
    ['(a eq 1', 0],
    ['a eq 1)', 6],
    ['()', 1],
    ["a eq 'x", 5],
    ['a eq "x"', 5],
    ['a eq bob!', 8],
    ['a eq 12abc', 5],
    ['a eq 1.', 5],
    ['a eq .5', 5],
    ['a eq 0x10', 5],
    ['a eq 1e5', 5],
    ['a eq 2020-01-21T10:00:00 02:00', 25],
    ['a nope 1', 2],
    ['a constructor 1', 2],
    ['a in ()', 6],
    ['a in 1', 5],
    ['a in (1', 7],
    ['a in (1,)', 8],
    ['a in (b)', 6],
    ['a between 1', 11],
    ['a between 1 or 2', 12],
    ['a is 1', 5],
    ['a is not 1', 9],
    ['a not eq 1', 6],
    ['a is_ 1', 6],
    ['a has b', 2],
    ['has()', 4],
    ['has(r', 5],
    ['has(r,', 6],
    ['has(r a eq 1)', 6],
    ['has(r,)', 6],
    ["'a' eq 1", 0],
    ['1 eq a', 0],
    ['not', 3],
    ['a eq \u00e9', 5],
    ['a eq 1;', 6],
  ])('refuses %s at offset %i', (written, offset) => {
    expect(faultOf(() => text(written))).toMatchObject({ parameter: 'filter', meta: { offset } });
  });

  it('says what is allowed where something is missing', () => {
    expect(faultOf(() => text('a eq 1 b')).meta?.allowed).toEqual(['AND', 'OR']);
    expect(faultOf(() => text('(a eq 1 b')).meta?.allowed).toEqual(['AND', 'OR', ')']);
    expect(faultOf(() => text('a ~ 1')).detail).toContain('single quotes');
    expect(faultOf(() => text('a nope 1')).meta?.allowed).toContain('startswith');
    expect(faultOf(() => text('a in (b)')).meta?.allowed).toContain("'text'");
  });

  it('is the same filter again when it is written out', () => {
    fc.assert(
      fc.property(jsonFilters, (filter) => {
        const [node] = json(filter);
        if (!node) throw new Error('There is one node.');
        expect(shapeOf(text(toText(node)))).toEqual(asText(shapeOf(node)));
      }),
    );
  });

  it('takes thousands of parentheses, and refuses them unclosed', () => {
    const most = 4000;
    expect(shapeOf(text(`${'('.repeat(most)}a eq 1${')'.repeat(most)}`))).toEqual(A);
    expect(faultOf(() => text('('.repeat(8000))).meta).toMatchObject({ offset: 8000 });
    expect(faultOf(() => text(`${'('.repeat(most)}a eq 1`)).meta).toMatchObject({ offset: most - 1 });
  });

  it.each([
    ['spaces', ' '.repeat(200_000)],
    ['quotes', `a eq ${"'".repeat(200_001)}`],
    ['a quote never closed', `a eq '${"''".repeat(100_000)}`],
    ['digits', `a eq ${'1'.repeat(200_000)}x`],
    ['a word', `${'a'.repeat(200_000)}!`],
    ['spaces before a fault', `a eq 1${' '.repeat(200_000)}!`],
  ])('reads %s in linear time', (_, written) => {
    const before = performance.now();
    expect(faultOf(() => text(written)).parameter).toBe('filter');
    expect(performance.now() - before).toBeLessThan(1000);
  });
});

describe('the JSON form', () => {
  const a = { name: 'a', op: 'eq', val: 1 };
  it.each<readonly [unknown, readonly unknown[]]>([
    [a, [['a', 'eq', 1]]],
    [[a], [['a', 'eq', 1]]],
    [[], []],
    [
      [a, a],
      [
        ['a', 'eq', 1],
        ['a', 'eq', 1],
      ],
    ],
    [{ and: [a, { or: [a] }] }, [{ and: [['a', 'eq', 1], { or: [['a', 'eq', 1]] }] }]],
    [{ not: a }, [{ not: ['a', 'eq', 1] }]],
    [{ op: 'EQUALS', val: null, name: 'a' }, [['a', 'eq', null]]],
    [{ name: 'a', op: 'in_', val: [1, 'x'] }, [['a', 'in', [1, 'x']]]],
    [{ name: 'a', op: 'between', val: [1, 2] }, [['a', 'between', [1, 2]]]],
    [{ name: 'a', op: 'is_null' }, [['a', 'is_null']]],
    [{ name: 'a', op: 'is_', val: null }, [['a', 'is_null']]],
    [{ name: 'a', op: 'isnot', val: null }, [['a', 'is_not_null']]],
    [{ name: 'a', op: 'gte', field: 'b' }, [['a', 'ge', { field: 'b' }]]],
    [{ name: 'r', op: 'has' }, [{ has: 'r', of: null }]],
    [{ name: 'r', op: 'any', val: { not: a } }, [{ any: 'r', of: { not: ['a', 'eq', 1] } }]],
  ])('%j', (written, shapes) => {
    expect(json(written).map(shapeOf)).toEqual(shapes);
  });

  it.each<readonly [unknown, string]>([
    [1, ''],
    [null, ''],
    ['a', ''],
    [{}, ''],
    [[[]], '/0'],
    [[a, 1], '/1'],
    [{ and: [] }, '/and'],
    [{ and: a }, '/and'],
    [{ or: [a, {}] }, '/or/1'],
    [{ not: [a] }, '/not'],
    [{ and: [a], or: [a] }, ''],
    [{ and: [a], name: 'x' }, ''],
    [{ ...a, field: 'b' }, ''],
    [{ ...a, extra: 1 }, ''],
    [{ name: 'a' }, ''],
    [{ op: 'eq', val: 1 }, ''],
    [{ name: 1, op: 'eq', val: 1 }, '/name'],
    [{ name: 'a', op: 'nope', val: 1 }, '/op'],
    [{ name: 'a', op: '__proto__', val: 1 }, '/op'],
    [{ name: 'a', op: 1, val: 1 }, '/op'],
    [{ name: 'a', op: 'eq' }, ''],
    [{ name: 'a', op: 'in', val: 1 }, '/val'],
    [{ name: 'a', op: 'in', val: { 0: 1 } }, '/val'],
    [{ name: 'a', op: 'is_null', val: null }, '/val'],
    [{ name: 'a', op: 'is_', val: 1 }, '/val'],
    [{ name: 'a', op: 'eq', field: 1 }, '/field'],
    [{ name: 'r', op: 'has', val: 1 }, '/val'],
    [{ name: 'r', op: 'has', val: [a] }, '/val'],
    [{ name: 'r', op: 'any', field: 'b' }, '/field'],
    [{ and: [a, { not: { name: 'a', op: 'nope', val: 1 } }] }, '/and/1/not/op'],
  ])('refuses %j at %j', (written, pointer) => {
    expect(faultOf(() => json(written))).toMatchObject({ parameter: 'filter', meta: { pointer } });
  });

  it.each(['[', '{"and":', '{a:1}', "{'a':1}", '[1,]', '{"__proto__":1}'])('refuses %s', (written) => {
    expect(faultOf(() => parseJson(written, new Limits())).parameter).toBe('filter');
  });
});

describe('the bracket form', () => {
  it.each<readonly [string, string, unknown]>([
    ['filter[a]', '1', ['a', 'eq', '1']],
    ['filter[a]', '', ['a', 'eq', '']],
    ['filter[a]', 'null', ['a', 'eq', 'null']],
    ['filter[a]', '1,2', ['a', 'in', ['1', '2']]],
    ['filter[a]', ',', ['a', 'in', ['', '']]],
    ['filter[a]', 'x\\,y', ['a', 'eq', 'x,y']],
    ['filter[a]', 'x\\\\,y', ['a', 'in', ['x\\', 'y']]],
    ['filter[a]', 'x\\y\\', ['a', 'eq', 'x\\y\\']],
    ['filter[a][GE]', '5', ['a', 'ge', '5']],
    ['filter[a][in]', '5', ['a', 'in', ['5']]],
    ['filter[a][notin]', '5,6', ['a', 'not_in', ['5', '6']]],
    ['filter[a][between]', '5,6', ['a', 'between', ['5', '6']]],
    ['filter[a][contains]', 'x\\,y', ['a', 'contains', 'x,y']],
    ['filter[a][like]', '\\%\\_', ['a', 'like', '\\%\\_']],
    ['filter[a][is_null]', '', ['a', 'is_null']],
    ['filter[a][is_]', 'null', ['a', 'is_null']],
    ['filter[a.b]', '1', ['a.b', 'eq', '1']],
    ['filter[r][any]', '', { any: 'r', of: null }],
  ])('%s=%s', (name, value, shape) => {
    expect(shapeOf(brackets(name, value))).toEqual(shape);
  });

  it.each<readonly [string, string, number]>([
    ['filter[a', '1', 0],
    ['filter[a]x', '1', 0],
    ['filter[a][b][c]', '1', 0],
    ['filter[[a]]', '1', 0],
    ['filter[a][]', '1', 0],
    ['filter[a][nope]', '1', 0],
    ['filter[a][eq]', '1,2', 2],
    ['filter[a][contains]', 'x,y', 2],
    ['filter[a][is_null]', '1', 0],
    ['filter[a][is_null]', 'null', 0],
    ['filter[a][is_null]', ',', 1],
    ['filter[r][has]', 'a eq 1', 0],
  ])('refuses %s=%s at offset %i', (name, value, offset) => {
    expect(faultOf(() => brackets(name, value))).toMatchObject({
      parameter: 'filter',
      meta: { name, offset },
    });
  });
});

describe('any text', () => {
  const parsers: readonly ((written: string) => unknown)[] = [
    text,
    (written) => parseJson(written, new Limits()),
    (written) => brackets('filter[a]', written),
    (written) => brackets(`filter${written}`, ''),
  ];
  const pieces = fc.constantFrom(
    '(',
    ')',
    ',',
    "'",
    "''",
    ' ',
    'a',
    'and',
    'OR',
    'not',
    'in',
    'is',
    'null',
    'has',
    'between',
    '=',
    '1',
    '-',
    '\\',
    '[',
    '{',
    '"',
    ':',
    '\0',
    'é',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
    fc.array(pieces).map((parts) => parts.join(' ')),
    fc.json(),
  );

  it('is read or refused by name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...parsers), anything, (parse, written) => {
        try {
          parse(written);
        } catch (error) {
          expect(error).toBeInstanceOf(BadParameter);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

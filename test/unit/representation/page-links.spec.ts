import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EVERYTHING } from '../../../src/shared/query/list-query.js';
import type { PageWindow, Position } from '../../../src/shared/query/page-window.js';
import type { Pair } from '../../../src/shared/query/flat-pairs.js';
import type { Surroundings } from '../../../src/shared/reading/answer.js';
import { linkHeader, pageLinks } from '../../../src/shared/representation/page-links.js';

const PARAMETERS: readonly Pair[] = [
  ['sort', 'x'],
  ['page[size]', '9'],
  ['limit', '9'],
];
const spell = (pairs: readonly Pair[]) => pairs.map((pair) => pair.join('=')).join('&');

const around = (
  page: PageWindow,
  count: number | null,
  surroundings: Surroundings = { more: false, cursors: null },
  parameters = PARAMETERS,
) =>
  pageLinks(
    { query: { ...EVERYTHING, page, sort: [], filter: null, parameters }, count, around: surroundings },
    parameters,
    spell,
  );

const numbered = (offset: number, limit: number, counted = true): PageWindow => ({
  style: 'number',
  offset,
  limit,
  counted,
});
const skipping = (offset: number, limit: number): PageWindow => ({
  style: 'offset',
  offset,
  limit,
  counted: true,
});

describe('the links of a page by number', () => {
  const page = (number: number | null) => number && `sort=x&page[number]=${number}&page[size]=10`;

  it.each([
    [0, 25, 1, null, 2, 3],
    [10, 25, 1, 1, 3, 3],
    [20, 25, 1, 2, null, 3],
    [0, 0, 1, null, null, 1],
    [0, 10, 1, null, null, 1],
    [90, 25, 1, 3, null, 3],
  ])('from %i on, of %i records', (offset, count, first, prev, next, last) => {
    expect(around(numbered(offset, 10), count)).toEqual({
      first: page(first),
      prev: page(prev),
      next: page(next),
      last: page(last),
    });
  });

  it.each([
    [0, true, null, 2],
    [0, false, null, null],
    [20, true, 2, 4],
    [90, false, 9, null],
  ])('from %i on, uncounted, more behind it: %s', (offset, more, prev, next) => {
    expect(around(numbered(offset, 10, false), null, { more, cursors: null })).toEqual({
      first: page(1),
      prev: page(prev),
      next: page(next),
    });
  });

  it('speak as the client spoke', () => {
    const at = (offset: number) => `sort=x&limit=10&offset=${offset}`;
    expect(around(skipping(5, 10), 30)).toEqual({ first: at(0), prev: at(0), next: at(15), last: at(20) });
  });

  it('keep that nobody is to count', () => {
    const { first } = around(numbered(0, 10, false), null, undefined, [['page[count]', 'false']]);
    expect(first).toBe('page[count]=false&page[number]=1&page[size]=10');
  });

  it('lead from the first page through every record once', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 50 }), (count, limit) => {
        const seen: number[] = [];
        let offset: number | null = 0;
        while (offset !== null) {
          seen.push(...Array.from({ length: Math.min(limit, count - offset) }, (_, at) => at + seen.length));
          const next: string | null = around(skipping(offset, limit), count).next;
          offset = next === null ? null : Number(/offset=(\d+)/.exec(next)?.[1]);
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, at) => at));
      }),
    );
  });
});

describe('the links of a page too deep for numbers', () => {
  const cursors = ['a', 'z'];

  it('go on by cursor, and to no last page', () => {
    const { next, prev, last } = around(numbered(100_000, 20), 500_000, { more: false, cursors });
    expect(next).toBe('sort=x&page[after]=z&page[size]=20');
    expect(prev).toBe('sort=x&page[number]=5000&page[size]=20');
    expect(last).toBeUndefined();
  });

  it('go by number as long as there are any', () => {
    const { next, last } = around(numbered(99_980, 20), 100_020, { more: false, cursors: null });
    expect(next).toBe('sort=x&page[number]=5001&page[size]=20');
    expect(last).toBe(next);
  });

  it('end where the order has no cursors', () => {
    expect(around(numbered(100_000, 20), 500_000).next).toBeNull();
  });
});

describe('the links of a page by cursor', () => {
  const X: Position = ['x', '1'];
  const to = (name: 'after' | 'before', cursor: string | null) =>
    cursor === null ? null : `sort=x&page[${name}]=${cursor}&page[size]=2`;
  const some = (more: boolean): Surroundings => ({ more, cursors: ['a', 'z'] });
  const none: Surroundings = { more: false, cursors: [] };
  const start = { after: null, before: null, backward: false };
  const end = { ...start, backward: true };
  const afterX = { ...start, after: X };
  const beforeX = { ...end, before: X };
  const range = { ...afterX, before: X };

  it.each([
    ['the start, more behind', start, some(true), null, 'z'],
    ['the whole list', start, some(false), null, null],
    ['an empty list', start, none, null, null],
    ['after a cursor, more behind', afterX, some(true), 'a', 'z'],
    ['after a cursor, to the end', afterX, some(false), 'a', null],
    ['after the last', afterX, none, '', null],
    ['the end, more before', end, some(true), 'a', null],
    ['an empty list from its end', end, none, null, null],
    ['before a cursor, more before', beforeX, some(true), 'a', 'z'],
    ['before a cursor, from the start', beforeX, some(false), null, 'z'],
    ['before the first', beforeX, none, null, ''],
    ['a range', range, some(false), 'a', 'z'],
    ['a range of nothing', range, none, 'Y', 'X'],
    ['a range from the start', { ...start, before: X }, some(false), null, 'z'],
  ])('%s', (_, window, surroundings, prev, next) => {
    const sent: readonly Pair[] =
      window === range
        ? [
            ['page[after]', 'X'],
            ['page[before]', 'Y'],
          ]
        : [];
    const page: PageWindow = { style: 'cursor', ...window, limit: 2, counted: true };
    expect(around(page, 9, surroundings, [['sort', 'x'], ...sent])).toEqual({
      first: to('after', ''),
      prev: to('before', prev),
      next: to('after', next),
      last: to('before', ''),
    });
  });
});

it('are a Link header in plain JSON, without those that are not there', () => {
  expect(linkHeader({ first: 'http://a/1', prev: null, next: 'http://a/2', last: 'http://a/3' })).toBe(
    '<http://a/1>; rel="first", <http://a/2>; rel="next", <http://a/3>; rel="last"',
  );
  expect(linkHeader({ first: 'http://a/1', prev: null, next: null })).toBe('<http://a/1>; rel="first"');
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadParameter } from '../../../src/shared/errors/errors.js';
import { cursorScope, writeCursor } from '../../../src/shared/query/cursor.js';
import { flatPairs } from '../../../src/shared/query/flat-pairs.js';
import { parseListQuery } from '../../../src/shared/query/list-params.js';
import type { Position } from '../../../src/shared/query/page-window.js';
import { faultOf, problemOf } from '../../support/refusals.js';
import { ANYBODY, shed, shelfResource, toolResource } from '../../support/shed.js';

const context = { catalog: shed, viewer: ANYBODY, resource: toolResource };
const list = (text: string, plain = false) => parseListQuery(flatPairs(text), { ...context, plain });

describe('the page', () => {
  it.each([
    ['', false, { style: 'number', offset: 0, limit: 20 }],
    ['', true, { style: 'offset', offset: 0, limit: 1000 }],
    ['page[size]=5', false, { style: 'number', offset: 0, limit: 5 }],
    ['page[size]=005', false, { style: 'number', offset: 0, limit: 5 }],
    ['page[number]=3', false, { style: 'number', offset: 40, limit: 20 }],
    ['page[number]=3', true, { style: 'number', offset: 40, limit: 20 }],
    ['page[number]=2&page[size]=1000', false, { style: 'number', offset: 1000, limit: 1000 }],
    ['page[number]=5001', false, { style: 'number', offset: 100_000, limit: 20 }],
    ['limit=5', true, { style: 'offset', offset: 0, limit: 5 }],
    ['offset=5', true, { style: 'offset', offset: 5, limit: 20 }],
    ['offset=100000&limit=1000', true, { style: 'offset', offset: 100_000, limit: 1000 }],
  ])('of "%s", plain %s, is %j', (text, plain, page) => {
    expect(list(text, plain).page).toEqual({ ...page, counted: true });
    const uncounted = `${text}${text && '&'}page[count]=false`;
    expect(list(uncounted, plain).page).toEqual({ ...page, counted: false });
  });

  it.each([
    ['', { style: 'cursor', after: null, before: null, backward: false, limit: 20, counted: true }],
    ['page[size]=5', { style: 'cursor', after: null, limit: 5 }],
    ['page[before]=', { style: 'cursor', before: null, backward: true }],
    ['page[number]=2', { style: 'number', offset: 20 }],
  ])('of "%s" is %j for who likes cursors', (text, page) => {
    const query = parseListQuery(flatPairs(text), { ...context, plain: false, likesCursors: true });
    expect(query.page).toMatchObject(page);
  });

  it.each([
    ['page[size]=0', 'page[size]'],
    ['page[size]=1001', 'page[size]'],
    ['page[size]=', 'page[size]'],
    ['page[size]=-1', 'page[size]'],
    ['page[size]=1.5', 'page[size]'],
    ['page[size]=1e2', 'page[size]'],
    ['page[size]=0x10', 'page[size]'],
    ['page[size]=+5', 'page[size]'],
    ['page[size]=ten', 'page[size]'],
    ['page[size]=%D9%A3', 'page[size]'],
    ['page[after]=&page[size]=0', 'page[size]'],
    ['page[after]=&page[size]=1001', 'page[size]'],
    ['page[number]=0', 'page[number]'],
    ['page[number]=5002', 'page[number]'],
    ['page[number]=99999999999999999999', 'page[number]'],
    ['page[number]=9'.padEnd(400, '9'), 'page[number]'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['offset=-1', 'offset'],
    ['offset=100001', 'offset'],
    ['page[size]=1&limit=1', 'limit'],
    ['offset=0&page[number]=1', 'offset'],
    ['offset=0&page[after]=', 'offset'],
    ['page[after]=&page[number]=1', 'page[after]'],
    ['page[before]=&page[number]=1', 'page[before]'],
    ['page[count]=true', 'page[count]'],
    ['page[count]=', 'page[count]'],
    ['page[count]=False', 'page[count]'],
    ['page[count]=0', 'page[count]'],
    ['page[offset]=1', 'page[offset]'],
    ['page=1', 'page'],
  ])('is refused for "%s", by name', (text, parameter) => {
    expect(faultOf(() => list(text, true)).parameter).toBe(parameter);
  });

  it('that is too deep for a number is to be found with cursors', () => {
    for (const text of ['page[number]=6000', 'offset=200000']) {
      const { detail, meta } = faultOf(() => list(text, true));
      expect(detail).toContain('page[after]');
      expect(meta).toEqual({ allowed: ['page[after]', 'page[before]'] });
    }
  });

  it('that is too large is refused as the profile says', () => {
    const problem = problemOf(() => list('page[after]=&page[size]=1001'));
    expect([problem.status, problem.code]).toEqual([400, 'MAX_SIZE_EXCEEDED']);
    expect(problem.faults).toEqual([
      {
        parameter: 'page[size]',
        detail: '"page[size]" must be a whole number from 1 to 1000.',
        type: 'https://jsonapi.org/profiles/ethanresnick/cursor-pagination/max-size-exceeded',
        meta: { page: { maxSize: 1000 } },
      },
    ]);
  });
});

const cursor = (position: Position, { sort = '', filter = '' } = {}): string => {
  const query = list([sort && `sort=${sort}`, filter].filter((part) => part !== '').join('&'));
  return writeCursor(cursorScope(toolResource, query.sort, query.parameters), position);
};

describe('the page by cursor', () => {
  const TIME = '2020-01-24T16:34:34.838Z';
  const placed = cursor([TIME, '7']);
  const none = { style: 'cursor', after: null, before: null, backward: false, limit: 20, counted: true };

  it.each([
    ['page[after]=', none],
    ['page[before]=', { ...none, backward: true }],
    ['page[after]=&page[size]=5&page[count]=false', { ...none, limit: 5, counted: false }],
    [`page[after]=${placed}`, { ...none, after: [TIME, '7'] }],
    [`page[before]=${placed}`, { ...none, before: [TIME, '7'], backward: true }],
    [
      `page[after]=${placed}&page[before]=${placed}`,
      { ...none, after: [TIME, '7'], before: [TIME, '7'], limit: 1000 },
    ],
    [`page[after]=&page[before]=${placed}&page[size]=3`, { ...none, before: [TIME, '7'], limit: 3 }],
  ])('of "%s" is %j', (text, page) => {
    expect(list(text).page).toEqual(page);
    expect(list(text, true).page).toEqual(page);
  });

  it.each([
    ['label,size', ['a', '-9223372036854775808', '1']],
    ['label,size', [null, null, '9223372036854775807']],
    ['weight', ['-1.5e-07', '1']],
    ['weight', ['5e-324', '1']],
    ['-sold_at', ['0001-01-01T00:00:00.000Z', '1']],
    ['bought,sharp', ['2020-02-29', 'true', '1']],
    ['owner,shelf', ['ann', null, '1']],
    ['id', ['1']],
  ])('in the order of %s takes %j', (sort, position) => {
    const text = `sort=${sort}&page[after]=${cursor(position, { sort })}`;
    expect(list(text).page).toMatchObject({ after: position });
  });

  it.each([
    ['id', []],
    ['id', [null]],
    ['id', ['1', '1']],
    ['id', ['x']],
    ['id', ['9223372036854775808']],
    ['id', ['1 OR 1=1']],
    ['label', ['\0', '1']],
    ['label', ['\ud800', '1']],
    ['size', ['1.5', '1']],
    ['size', ['', '1']],
    ['weight', ['NaN', '1']],
    ['weight', ['1e999', '1']],
    ['weight', ['', '1']],
    ['made_at', ['2020-01-24', '1']],
    ['made_at', ['2020-02-30T00:00:00.000Z', '1']],
    ['made_at', ['infinity', '1']],
    ['bought', ['2020-02-30', '1']],
    ['sharp', ['t', '1']],
    ['owner', [null, '1']],
  ])('in the order of %s refuses %j, though it looks like one', (sort, position) => {
    const text = `sort=${sort}&page[after]=${cursor(position, { sort })}`;
    expect(faultOf(() => list(text)).parameter).toBe('page[after]');
  });

  it.each([
    ['sort=size', placed],
    ['sort=made_at', placed],
    ['filter[size]=1', placed],
    ['', cursor([TIME, '7'], { filter: 'filter[size]=1' })],
    ['', placed.slice(1)],
    ['', `${placed}A`],
    ['', 'x'],
    ['', '%00'],
    ['', '0'],
  ])('of another list is refused: "%s" with %s', (others, foreign) => {
    for (const name of ['page[after]', 'page[before]']) {
      const { parameter, detail } = faultOf(() => list(`${others}${others && '&'}${name}=${foreign}`));
      expect(parameter).toBe(name);
      expect(detail).toContain('same sort and filter');
    }
  });

  it('is told from the start where the order is spelled out', () => {
    expect(list(`sort=-made_at&page[after]=${placed}`).page).toMatchObject({ after: [TIME, '7'] });
  });

  it('does not exist in an order that is computed', () => {
    const shelves = (text: string) =>
      parseListQuery(flatPairs(text), { ...context, resource: shelfResource, plain: false });
    const problem = problemOf(() => shelves('sort=label,-fullness&page[after]='));
    expect([problem.status, problem.code]).toEqual([400, 'UNSUPPORTED_SORT']);
    expect(problem.faults).toMatchObject([
      {
        parameter: 'sort',
        type: 'https://jsonapi.org/profiles/ethanresnick/cursor-pagination/unsupported-sort',
      },
    ]);
    expect(shelves('sort=label,-fullness').page.style).toBe('number');
    expect(shelves('sort=label&page[after]=').page.style).toBe('cursor');
  });

  it('is read or refused by name, whatever its values are', () => {
    const sorts = fc.constantFrom('label', 'size', 'weight', 'made_at', 'bought', 'sharp', 'owner', 'id');
    const values = fc.array(fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.double().map(String))), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(sorts, values, (sort, position) => {
        try {
          list(`sort=${sort}&page[after]=${cursor(position, { sort })}`);
        } catch (error) {
          expect(error).toBeInstanceOf(BadParameter);
        }
      }),
      { numRuns: 500 },
    );
  });
});

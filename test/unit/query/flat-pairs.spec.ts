import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadRequest } from '../../../src/shared/errors/errors.js';
import { flatPairs } from '../../../src/shared/query/flat-pairs.js';
import { problemOf } from '../../support/refusals.js';

describe('a query string', () => {
  it.each([
    ['', []],
    ['&&', []],
    ['a=1', [['a', '1']]],
    ['a', [['a', '']]],
    ['a=', [['a', '']]],
    ['=1', [['', '1']]],
    ['a=1=2', [['a', '1=2']]],
    [
      'a=1&a=2',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['a+b=c+d', [['a b', 'c d']]],
    ['a=1%2B2%20%26', [['a', '1+2 &']]],
    [
      'page[size]=1&page%5Bnumber%5D=2',
      [
        ['page[size]', '1'],
        ['page[number]', '2'],
      ],
    ],
    ['filter=[{"and": []}]', [['filter', '[{"and": []}]']]],
    ['name=%C3%89', [['name', 'É']]],
    ['name=\u00c3\u0089', [['name', 'É']]],
    [
      '__proto__=1&constructor=2',
      [
        ['__proto__', '1'],
        ['constructor', '2'],
      ],
    ],
    ['a=%00', [['a', '\0']]],
  ])('%j is %j', (text, pairs) => {
    expect(flatPairs(text)).toEqual(pairs);
  });

  it.each([
    'a=%',
    'a=%2',
    'a=%zz',
    '%=1',
    'a=%C3',
    'a=%C3%28',
    'a=%ED%A0%80',
    'a=%FF',
    'a=\u00ff',
    'a=%C0%80',
  ])('%j is a bad URL', (text) => {
    const problem = problemOf(() => flatPairs(text));
    expect([problem.status, problem.code]).toEqual([400, 'BAD_URL']);
  });

  it('gives back what was encoded', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })));
    fc.assert(
      fc.property(pairs, (written) => {
        const text = written.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
        expect(flatPairs(text)).toEqual(written);
      }),
    );
  });

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
        try {
          flatPairs(text);
        } catch (error) {
          expect(error).toBeInstanceOf(BadRequest);
        }
      }),
    );
  });
});

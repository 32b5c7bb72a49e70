import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cursorScope, readCursor, writeCursor } from '../../../src/shared/query/cursor.js';
import type { Pair } from '../../../src/shared/query/flat-pairs.js';
import { personResource, toolResource } from '../../support/shed.js';

const SCOPE = cursorScope(toolResource, [{ name: 'size', descending: true }], []);
const positions = fc.array(fc.option(fc.string({ unit: 'binary', maxLength: 60 })), { maxLength: 6 });

describe('a cursor', () => {
  it('brings back the position that it was made of', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const cursor = writeCursor(SCOPE, position);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(readCursor(SCOPE, cursor)).toEqual(position);
      }),
    );
  });

  it('is good for its own list alone', () => {
    fc.assert(
      fc.property(positions, fc.string(), (position, scope) => {
        expect(readCursor(scope, writeCursor(SCOPE, position))).toBeNull();
      }),
    );
  });

  it('is refused with any one character changed, added or taken away', () => {
    const characters = fc.constantFrom(...'abcXYZ019-_=+/ .%"\0é');
    fc.assert(
      fc.property(positions, fc.nat(), characters, fc.nat(2), (position, where, character, cut) => {
        const cursor = writeCursor(SCOPE, position);
        const at = where % (cursor.length + 1);
        const mutated =
          cursor.slice(0, at) + (cut === 2 ? '' : character) + cursor.slice(at + Math.min(cut, 1));
        expect(readCursor(SCOPE, mutated)).toEqual(mutated === cursor ? position : null);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused wherever it was cut off', () => {
    const cursor = writeCursor(SCOPE, ['7', '1']);
    for (let length = 0; length < cursor.length; length += 1) {
      expect(readCursor(SCOPE, cursor.slice(0, length))).toBeNull();
    }
  });

  it('is refused if nobody wrote it, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => readCursor(SCOPE, text) === null));
    const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
    fc.assert(fc.property(json, (text) => readCursor(SCOPE, text) === null));
  });

  it('is refused if it is long, before any work', () => {
    const longest = writeCursor(SCOPE, ['\u0001'.repeat(1000), 'x'.repeat(64)]);
    expect(readCursor(SCOPE, longest)).not.toBeNull();
    expect(readCursor(SCOPE, writeCursor(SCOPE, ['x'.repeat(10_000)]))).toBeNull();
    expect(readCursor(SCOPE, Buffer.from('['.repeat(5000)).toString('base64url'))).toBeNull();
  });
});

describe('the scope of a cursor', () => {
  const filter: Pair = ['filter[size]', '1'];
  const other: Pair = ['filter[label]', 'saw'];
  const up = [{ name: 'size', descending: false }];
  const down = [{ name: 'size', descending: true }];
  const scope = cursorScope(toolResource, up, [filter, other]);

  it.each([
    ['another type', cursorScope(personResource, up, [filter, other])],
    ['another direction', cursorScope(toolResource, down, [filter, other])],
    ['another field', cursorScope(toolResource, [{ name: 'weight', descending: false }], [filter, other])],
    [
      'a further field',
      cursorScope(toolResource, [...up, { name: 'id', descending: false }], [filter, other]),
    ],
    ['less of a filter', cursorScope(toolResource, up, [filter])],
    ['another filter', cursorScope(toolResource, up, [filter, ['filter[label]', 'axe']])],
    ['a name of plain JSON’s own', cursorScope(toolResource, up, [filter, other, ['owned', 'ann']])],
  ])('is another one for %s', (_, different) => {
    expect(different).not.toBe(scope);
  });

  it('minds neither the order of filters nor any other parameter', () => {
    const others: readonly Pair[] = [
      ['page[size]', '7'],
      ['fields[tool]', 'size'],
      ['include', 'owner'],
      ['page[after]', 'x'],
      ['page[count]', 'false'],
    ];
    expect(cursorScope(toolResource, up, [...others, other, filter])).toBe(scope);
  });
});

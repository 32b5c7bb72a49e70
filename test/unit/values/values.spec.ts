import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCleanText, readNumber, readTime } from '../../../src/shared/values/values.js';

describe('numbers', () => {
  it.each([
    [4200, 4200],
    ['4200', 4200],
    ['-12.8947909', -12.8947909],
    ['007', 7],
    [-0, -0],
  ])('%j is %d', (value, number) => {
    expect(readNumber(value)).toBe(number);
  });

  it.each([
    '',
    ' ',
    '0x10',
    '1e3',
    '+1',
    '.5',
    '5.',
    '1,5',
    'NaN',
    'Infinity',
    true,
    null,
    undefined,
    [1],
    {},
    NaN,
    Infinity,
  ])('%p is none', (value) => {
    expect(readNumber(value)).toBeUndefined();
  });

  it('every finite number stays what it is', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        Object.is(readNumber(value), value),
      ),
    );
  });
});

describe('times', () => {
  it('are instants', () => {
    expect(readTime('2020-01-24T16:58:45.8389+05:30')?.toISOString()).toBe('2020-01-24T11:28:45.838Z');
  });

  it.each(['2020-01-24', '1', '', 'now', 1_579_883_674, null, {}])('%p is none', (value) => {
    expect(readTime(value)).toBeUndefined();
  });

  it('what was printed is read back to the millisecond', () => {
    const range = {
      min: new Date('0001-01-02T00:00:00Z'),
      max: new Date('9999-12-30T00:00:00Z'),
      noInvalidDate: true,
    };
    fc.assert(
      fc.property(fc.date(range), (date) => readTime(date.toISOString())?.getTime() === date.getTime()),
    );
  });
});

it.each([
  ['É 😀', true],
  ['', true],
  ['a\0b', false],
  ['\ud800', false],
  ['\udc00\ud800', false],
])('%j is clean text: %p', (text, clean) => {
  expect(isCleanText(text)).toBe(clean);
});

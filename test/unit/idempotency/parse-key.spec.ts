import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MalformedKey } from '../../../src/shared/idempotency/errors.js';
import { parseKey } from '../../../src/shared/idempotency/parse-key.js';
import { problemOf } from '../../support/refusals.js';

describe('an idempotency key', () => {
  it.each([
    ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['8e03978e-40d5-43dd-bc93-6894a57f9324', '8e03978e-40d5-43dd-bc93-6894a57f9324'],
    ['"a"', 'a'],
    ['a', 'a'],
    [String.raw`"a\"b"`, 'a"b'],
    [String.raw`"a\\b"`, String.raw`a\b`],
    [String.raw`a\b`, String.raw`a\b`],
    ['a,b', 'a,b'],
    ['x'.repeat(255), 'x'.repeat(255)],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('%s is read', (header, key) => {
    expect(parseKey(header)).toBe(key);
  });

  it.each([
    '',
    ' ',
    '""',
    '"',
    'a b',
    '"a b"',
    '"a", "b"',
    'a, b',
    '"a";p=1',
    '"a',
    'a"',
    'a"b',
    String.raw`"a\"`,
    String.raw`"a\b"`,
    'é',
    '"é"',
    'a\u007f',
    'x'.repeat(256),
    `"${'x'.repeat(256)}"`,
  ])('%j is 400', (header) => {
    const problem = problemOf(() => parseKey(header));
    expect(problem).toBeInstanceOf(MalformedKey);
    expect(problem).toMatchObject({ status: 400, faults: [{ header: 'Idempotency-Key' }] });
  });

  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));

  it('in quotes is any visible text, with quotes and backslashes escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: visible, minLength: 1, maxLength: 255 }), (key) => {
        expect(parseKey(`"${key.replace(/["\\]/g, String.raw`\$&`)}"`)).toBe(key);
      }),
    );
  });

  it('bare is the same as in quotes', () => {
    const plain = visible.filter((letter) => !'"\\'.includes(letter));
    fc.assert(
      fc.property(fc.string({ unit: plain, minLength: 1, maxLength: 255 }), (key) => {
        expect(parseKey(key)).toBe(parseKey(`"${key}"`));
      }),
    );
  });

  it('is read or refused, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', '\\', 'a', ' ', ',', ';'), maxLength: 300 }),
        (header) => {
          try {
            expect(parseKey(header)).toMatch(/^[!-~]{1,255}$/);
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedKey);
          }
        },
      ),
    );
  });
});

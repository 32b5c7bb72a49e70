import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  entityTag,
  type EntityTag,
  matches,
  matchesVersion,
  matchesWeakly,
  parseEntityTags,
} from '../../../src/shared/conditions/entity-tags.js';
import { BadRequest } from '../../../src/shared/errors/errors.js';
import { problemOf } from '../../support/refusals.js';

const strong = (opaque: string): EntityTag => ({ weak: false, opaque });
const weak = (opaque: string): EntityTag => ({ weak: true, opaque });
const parse = (header: string) => parseEntityTags('If-Match', header);

describe('a list of entity tags', () => {
  it.each([
    ['*', '*'],
    [' * ', '*'],
    ['"a"', [strong('a')]],
    ['""', [strong('')]],
    ['W/"a"', [weak('a')]],
    ['"a", "b"', [strong('a'), strong('b')]],
    ['"a","b"', [strong('a'), strong('b')]],
    ['"a" ,\t"b"', [strong('a'), strong('b')]],
    ['"a", W/"b"', [strong('a'), weak('b')]],
    [', "a",, ,', [strong('a')]],
    ['"a,b"', [strong('a,b')]],
    [String.raw`"a\"`, [strong('a\\')]],
    ['"*"', [strong('*')]],
    ['"é"', [strong('é')]],
  ])('%j is read', (header, tags) => {
    expect(parse(header)).toEqual(tags);
  });

  it.each([
    '',
    ' ',
    ',',
    ', ,',
    'a',
    '"a',
    'a"',
    '"a" "b"',
    '"a";"b"',
    'w/"a"',
    'W/ "a"',
    'W/*',
    '*, "a"',
    '"a", *',
    '**',
    '"a b"',
    '"a\u007f"',
    '"\u0100"',
    "'a'",
  ])('%j is 400', (header) => {
    const problem = problemOf(() => parse(header));
    expect(problem).toBeInstanceOf(BadRequest);
    expect(problem).toMatchObject({ code: 'MALFORMED_HEADER', faults: [{ header: 'If-Match' }] });
  });

  it('gives what was written, with any spaces and empty elements between', () => {
    const letter = fc.constantFrom(...`!#$%&'()*+,-./09:;<=>?@AZ[\\]^_\`az{|}~éÿ`);
    const opaque = fc.string({ unit: letter, maxLength: 20 });
    const tags = fc.array(fc.record({ weak: fc.boolean(), opaque }), { minLength: 1, maxLength: 8 });
    const gap = fc.constantFrom(',', ', ', ' ,', '\t,  ,', ',,');
    fc.assert(
      fc.property(tags, gap, (written, between) => {
        const header = written.map((tag) => `${tag.weak ? 'W/' : ''}"${tag.opaque}"`).join(between);
        expect(parse(header)).toEqual(written);
      }),
    );
  });

  it('is read or refused, whatever it is', () => {
    const pieces = fc.constantFrom('"', 'W/', 'a', ',', ' ', '*', '\t', '""', '"a"');
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 40 }), (header) => {
        try {
          expect(parse(header).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(BadRequest);
        }
      }),
    );
  });

  it.each([' '.repeat(30_000) + 'x', '"a",' + ' '.repeat(30_000) + 'x', ', '.repeat(15_000) + 'x'])(
    'is refused quickly, however long (%#)',
    (header) => {
      const start = performance.now();
      problemOf(() => parse(header));
      expect(performance.now() - start).toBeLessThan(200);
    },
  );
});

describe('a tag', () => {
  const tag = entityTag('12', 'hash');

  it.each([
    ['*', true, true, true],
    [`"${tag}"`, true, true, true],
    [`"other", "${tag}"`, true, true, true],
    [`W/"${tag}"`, false, true, false],
    ['"12-another"', false, false, true],
    ['"12"', false, false, false],
    ['"123-hash"', false, false, false],
    ['"2-hash"', false, false, false],
    ['"112-hash"', false, false, false],
  ])('under %s: strongly %s, weakly %s, by version %s', (header, strongly, weakly, byVersion) => {
    const tags = parse(header);
    expect(matches(tags, tag)).toBe(strongly);
    expect(matchesWeakly(tags, tag)).toBe(weakly);
    expect(matchesVersion(tags, '12')).toBe(byVersion);
  });
});

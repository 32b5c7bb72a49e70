import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { printTime } from '../../../src/database/printed-types.js';

describe('a time as it is printed', () => {
  it.each([
    ['2020-01-24 16:34:34+00', '2020-01-24T16:34:34.000Z'],
    ['2020-01-24 16:34:34.8+00', '2020-01-24T16:34:34.800Z'],
    ['2020-01-24 16:34:34.838+00', '2020-01-24T16:34:34.838Z'],
    ['2020-01-24 16:34:34.838123+00', '2020-01-24T16:34:34.838Z'],
    ['2020-01-24 16:34:34.838+05:30', '2020-01-24T11:04:34.838Z'],
    ['0001-01-01 00:00:00+00', '0001-01-01T00:00:00.000Z'],
    ['12020-01-24 00:00:00+00', '+012020-01-24T00:00:00.000Z'],
    ['0044-03-15 12:00:00+00 BC', '-000043-03-15T12:00:00.000Z'],
  ])('of %s is %s', (text, expected) => {
    expect(printTime(text)).toBe(expected);
  });

  it('is what a Date of it would print', () => {
    const years = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') };
    fc.assert(
      fc.property(fc.date({ ...years, noInvalidDate: true }), (date) => {
        const iso = date.toISOString();
        const asPostgres = `${iso
          .replace('T', ' ')
          .slice(0, -1)
          .replace(/\.?0+$/, '')}+00`;
        // Seconds may end in zeros of their own, which PostgreSQL keeps.
        const text = /:\d\d(\.\d+)?\+00$/.test(asPostgres)
          ? asPostgres
          : iso.replace('T', ' ').replace('Z', '+00');
        expect(printTime(text)).toBe(iso);
      }),
    );
  });
});

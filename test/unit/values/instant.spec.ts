import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, isDate, parseInstant } from '../../../src/shared/values/instant.js';

describe('a time', () => {
  it.each([
    ['2020-01-21T10:00:00Z', '2020-01-21T10:00:00.000Z'],
    ['2020-01-21T10:00:00', '2020-01-21T10:00:00.000Z'],
    ['2020-01-21T10:00', '2020-01-21T10:00:00.000Z'],
    ['2020-01-21 10:00', '2020-01-21T10:00:00.000Z'],
    ['2020-01-21t10:00z', '2020-01-21T10:00:00.000Z'],
    ['2020-01-21T10:00:00.1', '2020-01-21T10:00:00.100Z'],
    ['2020-01-21T10:00:00.123999999Z', '2020-01-21T10:00:00.123Z'],
    ['2020-01-21T10:00:00+02:00', '2020-01-21T08:00:00.000Z'],
    ['2020-01-21T10:00:00-0230', '2020-01-21T12:30:00.000Z'],
    ['2020-01-21T10:00:00+02', '2020-01-21T08:00:00.000Z'],
    ['2020-01-01T00:00:00+14:00', '2019-12-31T10:00:00.000Z'],
    ['2020-02-29T00:00Z', '2020-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.9999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant);
  });

  it.each([
    '',
    '1',
    'now',
    '2020',
    '2020-01',
    '2020-01-21',
    '2020-1-21T10:00',
    '20200121T100000Z',
    '2020-01-21T10',
    '2020-01-21T',
    '2020-02-30T00:00Z',
    '2021-02-29T00:00Z',
    '2020-13-01T00:00Z',
    '2020-00-10T00:00Z',
    '2020-01-00T00:00Z',
    '2020-01-21T24:00Z',
    '2020-01-21T10:60Z',
    '2020-01-21T10:00:60Z',
    '2020-01-21T10:00+24:00',
    '2020-01-21T10:00+01:60',
    '0000-12-31T00:00Z',
    '0001-01-01T00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '-2020-01-21T10:00',
    '+02020-01-21T10:00',
    '2020-01-21T10:00:00 02:00',
    '2020-01-21T10:00Z ',
    ' 2020-01-21T10:00Z',
    '2020-01-21T10:00ZZ',
    '2020-01-21T10:00:00.Z',
    '٢٠٢٠-01-21T10:00',
    '2020-01-21T10:00\n',
  ])('%j is none', (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('is what JavaScript prints of it', () => {
    const date = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (each) => {
        expect(parseInstant(each.toISOString())).toBe(each.toISOString());
      }),
    );
  });

  it('is the same instant in every offset', () => {
    const date = fc.date({ min: new Date('1000-01-01'), max: new Date('9000-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: -23 * 60, max: 23 * 60 }), (each, minutes) => {
        const local = new Date(each.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
        const offset = `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
        expect(parseInstant(local + offset)).toBe(each.toISOString());
      }),
    );
  });
});

describe('a day', () => {
  it.each([
    ['2020-01-21', '2020-01-21T00:00:00.000Z', '2020-01-22T00:00:00.000Z'],
    ['2020-02-28', '2020-02-28T00:00:00.000Z', '2020-02-29T00:00:00.000Z'],
    ['2020-12-31', '2020-12-31T00:00:00.000Z', '2021-01-01T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z', '0001-01-02T00:00:00.000Z'],
    ['9999-12-31', '9999-12-31T00:00:00.000Z', '10000-01-01T00:00:00.000Z'],
  ])('%s is from %s to before %s', (text, start, next) => {
    expect(dayOf(text)).toEqual([start, next]);
    expect(isDate(text)).toBe(true);
  });

  it.each([
    '',
    '2020-02-30',
    '1900-02-29',
    '0000-01-01',
    '10000-01-01',
    '2020-1-1',
    '2020-01-21T00:00Z',
    'today',
    '2020-W04-1',
  ])('%j is none', (text) => {
    expect(dayOf(text)).toBeNull();
    expect(isDate(text)).toBe(false);
  });
});

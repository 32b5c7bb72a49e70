import { describe, expect, it } from '@jest/globals';
import { cellOf } from '../../src/weather/cell.js';
import { openWeatherCondition, wmoCondition } from '../../src/weather/conditions.js';
import { DAY, HOUR, isOver, nearestHour, nextStartOf, utcDay } from '../../src/weather/hours.js';

describe('one scale of conditions', () => {
  it.each([
    [0, 'clear'],
    [1, 'mainly_clear'],
    [2, 'partly_cloudy'],
    [3, 'overcast'],
    [45, 'fog'],
    [48, 'fog'],
    [51, 'drizzle'],
    [55, 'drizzle'],
    [56, 'freezing_drizzle'],
    [57, 'freezing_drizzle'],
    [61, 'rain'],
    [65, 'rain'],
    [66, 'freezing_rain'],
    [67, 'freezing_rain'],
    [71, 'snow'],
    [75, 'snow'],
    [77, 'snow_grains'],
    [80, 'rain_showers'],
    [82, 'rain_showers'],
    [85, 'snow_showers'],
    [86, 'snow_showers'],
    [95, 'thunderstorm'],
    [96, 'thunderstorm_hail'],
    [99, 'thunderstorm_hail'],
    [4, null],
    [46, null],
    [98, null],
    [-1, null],
    [61.5, null],
    [null, null],
  ])('names WMO %p %p', (code, name) => {
    expect(wmoCondition(code)).toBe(name);
  });

  it.each([
    [200, 'thunderstorm'],
    [232, 'thunderstorm'],
    [300, 'drizzle'],
    [500, 'rain'],
    [504, 'rain'],
    [511, 'freezing_rain'],
    [520, 'rain_showers'],
    [531, 'rain_showers'],
    [600, 'snow'],
    [602, 'snow'],
    [611, 'sleet'],
    [616, 'sleet'],
    [620, 'snow_showers'],
    [701, 'haze'],
    [741, 'fog'],
    [781, 'haze'],
    [800, 'clear'],
    [801, 'mainly_clear'],
    [802, 'partly_cloudy'],
    [803, 'overcast'],
    [804, 'overcast'],
    [505, null],
    [900, null],
    [null, null],
  ])('names OpenWeather %p %p', (id, name) => {
    expect(openWeatherCondition(id)).toBe(name);
  });
});

describe('the hour nearest the end of a run', () => {
  it.each([
    ['2020-01-24T06:00:00.000Z', '2020-01-24T06:00:00.000Z'],
    ['2020-01-24T06:29:59.999Z', '2020-01-24T06:00:00.000Z'],
    ['2020-01-24T06:30:00.000Z', '2020-01-24T07:00:00.000Z'],
    ['2020-12-31T23:30:00.000Z', '2021-01-01T00:00:00.000Z'],
    ['1969-12-31T23:20:00.000Z', '1969-12-31T23:00:00.000Z'],
    ['1969-12-31T23:40:00.000Z', '1970-01-01T00:00:00.000Z'],
    // The nights on which Berlin's clocks jump: an hour is an hour in UTC.
    ['2024-03-31T02:50:00+01:00', '2024-03-31T02:00:00.000Z'],
    ['2024-03-31T03:10:00+02:00', '2024-03-31T01:00:00.000Z'],
    ['2024-10-27T02:50:00+02:00', '2024-10-27T01:00:00.000Z'],
    ['2024-10-27T02:50:00+01:00', '2024-10-27T02:00:00.000Z'],
    // India is half an hour off the full hours of UTC.
    ['2020-01-24T12:10:00+05:30', '2020-01-24T07:00:00.000Z'],
  ])('of %s is %s', (at, hour) => {
    expect(nearestHour(new Date(at)).toISOString()).toBe(hour);
  });

  it('belongs to a UTC day', () => {
    expect(utcDay(new Date('2020-01-24T23:59:59+05:30'))).toBe('2020-01-24');
    expect(utcDay(new Date('2020-01-24T04:00:00+05:30'))).toBe('2020-01-23');
  });

  it('is over when its sixty minutes are', () => {
    const hour = new Date('2020-01-24T06:00:00Z');
    expect(isOver(hour, new Date('2020-01-24T06:59:59.999Z'))).toBe(false);
    expect(isOver(hour, new Date('2020-01-24T07:00:00Z'))).toBe(true);
  });

  it('is followed by the next hour and the next day of UTC', () => {
    const now = new Date('2020-12-31T23:00:00Z');
    expect(nextStartOf(HOUR, now).toISOString()).toBe('2021-01-01T00:00:00.000Z');
    expect(nextStartOf(DAY, new Date('2020-12-31T00:00:00Z')).toISOString()).toBe('2021-01-01T00:00:00.000Z');
  });
});

describe('what leaves the server of a place', () => {
  it.each([
    [12.934567, 77.610116, '12.93', '77.61'],
    [12.9, 77, '12.90', '77.00'],
    [-0.001, 0.004, '0.00', '0.00'],
    [-33.876, -70.664, '-33.88', '-70.66'],
    [90, -180, '90.00', '-180.00'],
    [89.9999, 179.9999, '90.00', '180.00'],
  ])('%p, %p is rounded to %s, %s', (lat, lng, latitude, longitude) => {
    expect(cellOf({ lat, lng })).toEqual({ latitude, longitude });
  });
});

import { describe, expect, it } from '@jest/globals';
import { isValidPhoneNumber } from 'libphonenumber-js/max';
import { ProductionError, refuseProduction } from '../../../src/demo/demonstrate.js';
import { daysBetween } from '../../../src/demo/calendar.js';
import { imagineItems } from '../../../src/demo/items.js';
import { imagineMembers } from '../../../src/demo/members.js';
import { imagineRuns } from '../../../src/demo/runs.js';
import { Sky } from '../../../src/demo/sky.js';
import { BENGALURU, FREIBURG } from '../../../src/demo/towns.js';

const NOW = new Date('2026-11-20T18:00:00.000Z');

it('is refused in production, and only there', () => {
  expect(() => refuseProduction({ production: true })).toThrow(ProductionError);
  expect(() => refuseProduction({ production: false })).not.toThrow();
});

describe('a local day', () => {
  it.each([
    ['Europe/Berlin', '2026-07-01', '2026-07-01T04:30:00.000Z'],
    ['Europe/Berlin', '2026-12-01', '2026-12-01T05:30:00.000Z'],
    // The clocks were changed in the night before.
    ['Europe/Berlin', '2026-03-29', '2026-03-29T04:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-25T05:30:00.000Z'],
    ['Asia/Kolkata', '2026-07-01', '2026-07-01T01:00:00.000Z'],
    ['America/New_York', '2026-07-01', '2026-07-01T10:30:00.000Z'],
    ['UTC', '2026-07-01', '2026-07-01T06:30:00.000Z'],
  ])('in %s on %s has half past six at %s', (zone, day, instant) => {
    const days = daysBetween(zone, new Date(day), new Date(day));
    expect(days.map((one) => one.at(6.5).toISOString())).toEqual([instant]);
  });

  it('knows its month and weekday, and comes once', () => {
    const days = daysBetween('Europe/Berlin', new Date('2026-02-27'), new Date('2026-03-02'));
    expect(days.map(({ month, weekday }) => [month, weekday])).toEqual([
      [1, 5],
      [1, 6],
      [2, 0],
      [2, 1],
    ]);
  });
});

describe('the sky', () => {
  it('is the same for everybody in one town and hour', () => {
    const early = new Sky(1).at(FREIBURG, new Date('2026-07-01T15:40:00Z'));
    const late = new Sky(1).at(FREIBURG, new Date('2026-07-01T16:20:00Z'));
    expect(late).toEqual(early);
    expect(early.observed_at).toBe('2026-07-01T16:00:00.000Z');
  });

  it.each([
    [FREIBURG, '2026-01-15T12:00:00Z', -6, 12],
    [FREIBURG, '2026-07-15T14:00:00Z', 15, 34],
    [BENGALURU, '2026-05-15T10:00:00Z', 20, 36],
  ])('of %o at %s has believable temperatures', (town, at, least, most) => {
    for (let seed = 1; seed < 100; seed += 1) {
      const { temperature, humidity, condition } = new Sky(seed).at(town, new Date(at));
      expect(temperature).toBeGreaterThan(least);
      expect(temperature).toBeLessThan(most);
      expect(humidity).toBeGreaterThanOrEqual(20);
      expect(humidity).toBeLessThanOrEqual(100);
      expect(condition).not.toBeNull();
    }
  });
});

describe('members', () => {
  const members = imagineMembers(1, 2000, NOW);

  it('are the same for the same seed, and others for another', () => {
    expect(imagineMembers(1, 2000, NOW)).toEqual(members);
    expect(imagineMembers(2, 2000, NOW)).not.toEqual(members);
  });

  it('have names that the server takes, each once', () => {
    for (const { username } of members) expect(username).toMatch(/^[a-z0-9][a-z0-9._-]{0,63}$/);
    expect(new Set(members.map(({ username }) => username)).size).toBe(members.length);
    expect(new Set(members.map(({ id }) => id)).size).toBe(members.length);
  });

  it('have phone numbers that are valid', () => {
    const phones = members.flatMap(({ phone }) => phone ?? []);
    expect(phones.length).toBeGreaterThan(1000);
    expect(phones.filter((phone) => !isValidPhoneNumber(phone))).toEqual([]);
  });
});

it('items have stickers that the server takes, each once', () => {
  const items = imagineItems(1, 3000, NOW);
  for (const { id } of items) expect(id).toMatch(/^[A-Z]+-\d{4}$/);
  expect(new Set(items.map(({ id }) => id)).size).toBe(3000);
});

describe('runs', () => {
  const runs = imagineRuns(1, imagineMembers(1, 60, NOW), NOW);
  const inMonth = (month: number, zone: string) =>
    runs.filter(({ startTime, timeZone }) => timeZone === zone && startTime.getUTCMonth() === month).length;

  it('never overlap for one member', () => {
    const ends = new Map<string, Date>();
    for (const run of [...runs].sort((a, b) => a.startTime.getTime() - b.startTime.getTime())) {
      const last = ends.get(run.userId);
      if (last) expect(run.startTime.getTime()).toBeGreaterThan(last.getTime());
      ends.set(run.userId, run.endTime);
    }
  });

  it('are run at a human pace, and end no farther away than was run', () => {
    for (const { startTime, endTime, distance, start, end } of runs) {
      const speed = distance / ((endTime.getTime() - startTime.getTime()) / 1000);
      expect(speed).toBeGreaterThan(1.4);
      expect(speed).toBeLessThan(5);
      const north = (end.lat - start.lat) * 111_320;
      const east = (end.lng - start.lng) * 111_320 * Math.cos((start.lat * Math.PI) / 180);
      expect(Math.hypot(north, east)).toBeLessThan(distance);
    }
  });

  it('follow the week and the year', () => {
    const sundays = runs.filter(({ startTime }) => startTime.getUTCDay() === 0).length;
    const fridays = runs.filter(({ startTime }) => startTime.getUTCDay() === 5).length;
    expect(sundays).toBeGreaterThan(fridays);
    expect(inMonth(5, 'Europe/Berlin')).toBeGreaterThan(inMonth(0, 'Europe/Berlin'));
  });

  it('reach from two years ago to now, in the order in which they were logged', () => {
    const logged = runs.map(({ createdAt }) => createdAt.getTime());
    expect([...logged].sort((one, other) => one - other)).toEqual(logged);
    const starts = runs.map(({ startTime }) => startTime.getTime());
    expect(Math.min(...starts)).toBeLessThan(new Date('2024-12-05').getTime());
    expect(Math.max(...starts)).toBeGreaterThan(new Date('2026-11-17').getTime());
    expect(Math.max(...logged)).toBeLessThanOrEqual(NOW.getTime());
  });

  it('have weather where it is known', () => {
    const known = runs.filter(({ weatherStatus }) => weatherStatus === 'ok');
    expect(known.length).toBeGreaterThan(0.95 * runs.length);
    for (const { weather, weatherStatus } of runs) expect(weather !== null).toBe(weatherStatus === 'ok');
  });
});

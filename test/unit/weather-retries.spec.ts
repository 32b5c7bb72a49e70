import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '../../src/weather/hours.js';
import { type Attempts, decide } from '../../src/weather/retry-schedule.js';
import { failureOfStatus, pauseOf } from '../../src/weather/status-failure.js';
import { type FailureKind, WeatherFailure } from '../../src/weather/weather-failure.js';

const now = new Date('2026-11-20T10:20:30.400Z');

/** Fails in the same way until it is given up: the waits between, and the end. */
function waitsOf(kind: FailureKind): { waits: number[]; end: string } {
  const waits: number[] = [];
  let previous: Attempts | null = null;
  let time = now;
  for (;;) {
    const decision = decide(previous, new WeatherFailure(kind, 'x'), time);
    if (decision.status !== 'pending') return { waits, end: decision.status };
    waits.push(decision.nextAt.getTime() - time.getTime());
    previous = decision.record;
    time = decision.nextAt;
  }
}

describe('the retry schedule', () => {
  it.each<[FailureKind, number[], string]>([
    [
      'unavailable',
      [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, DAY, DAY, DAY, DAY, DAY, DAY, DAY],
      'failed',
    ],
    ['no_data', [6 * HOUR, DAY, 5 * DAY, 7 * DAY], 'unavailable'],
    ['bad_request', [1000], 'failed'],
  ])('of %s waits its table and then gives up', (kind, waits, end) => {
    expect(waitsOf(kind)).toEqual({ waits, end });
  });

  it.each<FailureKind>(['rate_limited', 'config', 'early'])(
    'waits for the end of a pause (%s) and never gives up',
    (kind) => {
      const until = new Date(now.getTime() + 90 * MINUTE);
      const previous: Attempts = { kind: 'unavailable', attempts: 12, firstFailedAt: now };
      expect(decide(previous, new WeatherFailure(kind, 'x', until), now)).toEqual({
        status: 'pending',
        nextAt: until,
        record: previous,
      });
    },
  );

  it('has a job ask at once where nobody could wait, which counts for nothing', () => {
    const failure = new WeatherFailure('unasked', 'x');
    const record: Attempts = { kind: 'unasked', attempts: 0, firstFailedAt: now };
    expect(decide(null, failure, now)).toEqual({ status: 'pending', nextAt: now, record });
    expect(decide(record, new WeatherFailure('unavailable', 'x'), now)).toMatchObject({
      record: { attempts: 1 },
    });
  });

  it('waits a minute where the end of a pause is unknown or past', () => {
    for (const until of [null, new Date(now.getTime() - 1)]) {
      const decision = decide(null, new WeatherFailure('rate_limited', 'x', until), now);
      expect(decision).toMatchObject({ status: 'pending', nextAt: new Date(now.getTime() + MINUTE) });
    }
  });

  it('begins anew where it fails in another way', () => {
    const previous: Attempts = { kind: 'unavailable', attempts: 12, firstFailedAt: new Date(0) };
    expect(decide(previous, new WeatherFailure('no_data', 'x'), now)).toEqual({
      status: 'pending',
      nextAt: new Date(now.getTime() + 6 * HOUR),
      record: { kind: 'no_data', attempts: 1, firstFailedAt: now },
    });
  });

  it('takes up the count where a pause left it', () => {
    const paused = decide(
      { kind: 'unavailable', attempts: 2, firstFailedAt: now },
      new WeatherFailure('rate_limited', 'x', now),
      now,
    );
    if (paused.status !== 'pending') throw new Error('a pause is pending');
    const next = decide(paused.record, new WeatherFailure('unavailable', 'x'), now);
    expect(next).toMatchObject({ nextAt: new Date(now.getTime() + 30 * MINUTE), record: { attempts: 3 } });
  });
});

describe('an HTTP status', () => {
  it.each<[number, FailureKind | null]>([
    [200, null],
    [204, 'unavailable'],
    [301, 'unavailable'],
    [400, 'bad_request'],
    [401, 'config'],
    [403, 'config'],
    [404, 'bad_request'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
  ])('%i is %p', (status, kind) => {
    expect(failureOfStatus(status, undefined, '', now)?.kind ?? null).toBe(kind);
  });

  it('401 leaves the provider alone for an hour', () => {
    expect(failureOfStatus(401, undefined, '', now)?.until).toEqual(new Date(now.getTime() + HOUR));
  });

  it('never quotes what the provider said: it may quote the place', () => {
    const failure = failureOfStatus(400, undefined, '{"reason":"Given: 95.0."}', now);
    expect(failure?.message).toBe('The provider answered 400.');
  });
});

describe('a 429 is over', () => {
  it.each([
    [
      'Minutely API request limit exceeded. Please try again in one minute.',
      undefined,
      '2026-11-20T10:21:30.400Z',
    ],
    [
      'Hourly API request limit exceeded. Please try again in the next hour.',
      undefined,
      '2026-11-20T11:00:00.000Z',
    ],
    ['Daily API request limit exceeded. Please try again tomorrow.', undefined, '2026-11-21T00:00:00.000Z'],
    ['', undefined, '2026-11-20T10:21:30.400Z'],
    ['Daily API request limit exceeded.', '30', '2026-11-20T10:21:00.400Z'],
    ['', 'Fri, 20 Nov 2026 10:22:30 GMT', '2026-11-20T10:22:30.000Z'],
    ['', '0', '2026-11-20T10:20:31.400Z'],
    ['', 'Fri, 20 Nov 2020 10:22:30 GMT', '2026-11-20T10:20:31.400Z'],
    ['', '999999999', '2026-11-21T10:20:30.400Z'],
    ['Hourly', 'soon', '2026-11-20T11:00:00.000Z'],
  ])('%p with Retry-After %p at %s', (text, retryAfter, until) => {
    expect(pauseOf(retryAfter, text, now).toISOString()).toBe(until);
  });

  it('at some time within the next day, whatever it says', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.oneof(fc.string(), fc.constant(undefined), fc.integer()),
        (text, retryAfter) => {
          const wait = pauseOf(retryAfter, text, now).getTime() - now.getTime();
          expect(wait).toBeGreaterThan(0);
          expect(wait).toBeLessThanOrEqual(DAY);
        },
      ),
    );
  });
});

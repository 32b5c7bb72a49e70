import { DAY, HOUR, MINUTE, nextStartOf } from './hours.js';
import { WeatherFailure } from './weather-failure.js';

const LONGEST_PAUSE = DAY;
const CONFIG_PAUSE = HOUR;
const UNNAMED_PAUSE = MINUTE;

/** What an HTTP answer of a provider amounts to; null where it is a 200 with something to read. */
export function failureOfStatus(
  status: number,
  retryAfter: unknown,
  text: string,
  now: Date,
): WeatherFailure | null {
  if (status === 200) return null;
  const message = `The provider answered ${status}.`;
  if (status === 429) return new WeatherFailure('rate_limited', message, pauseOf(retryAfter, text, now));
  if (status === 401 || status === 403) {
    return new WeatherFailure('config', message, new Date(now.getTime() + CONFIG_PAUSE));
  }
  if (status >= 400 && status < 500) return new WeatherFailure('bad_request', message);
  return new WeatherFailure('unavailable', message);
}

/** When a 429 is over: what Retry-After says, else the minute, hour or UTC day that the text names, else a minute. */
export function pauseOf(retryAfter: unknown, text: string, now: Date): Date {
  const told = readRetryAfter(retryAfter, now);
  if (told) return told;
  if (/\bdaily\b|\btomorrow\b/i.test(text)) return nextStartOf(DAY, now);
  if (/\bhourly\b/i.test(text)) return nextStartOf(HOUR, now);
  return new Date(now.getTime() + UNNAMED_PAUSE);
}

/** RFC 9110, 10.2.3: seconds or a date; at least a second, at most a day. Null for anything else. */
function readRetryAfter(value: unknown, now: Date): Date | null {
  if (typeof value !== 'string') return null;
  const wait = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  if (Number.isNaN(wait)) return null;
  return new Date(now.getTime() + Math.min(Math.max(wait, 1000), LONGEST_PAUSE));
}

const DAY = 86_400_000;
const DATE = /^\d{4}-\d\d-\d\d$/;
const TIME =
  /^(?<day>\d{4}-\d\d-\d\d)[T ](?<clock>\d\d:\d\d)(?::(?<seconds>\d\d)(?:\.(?<fraction>\d{1,30}))?)?(?:Z|(?<sign>[-+])(?<hours>\d\d)(?::?(?<minutes>\d\d))?)?$/i;
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether this is a day of the calendar, `2020-02-29`, of the years 1 to 9999. */
export function isDate(text: string): boolean {
  return DATE.test(text) && startOf(text) !== null;
}

/** The first instants of a UTC day and of the next, as PostgreSQL reads them; null where it is no day. */
export function dayOf(text: string): readonly [start: string, next: string] | null {
  const start = DATE.test(text) ? startOf(text) : null;
  return start === null ? null : [toText(start), toText(start + DAY)];
}

/**
 * An ISO 8601 time with any offset, none meaning UTC, as one in UTC with milliseconds (finer is cut off); null where it
 * is none: a 30th of February, an hour 24, a year 0.
 */
export function parseInstant(text: string): string | null {
  const {
    day = '',
    clock = '',
    seconds = '00',
    fraction = '',
    sign,
    hours = '00',
    minutes = '00',
  } = TIME.exec(text)?.groups ?? {};
  const start = startOf(day);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const fits = hour < 24 && minute < 60 && Number(seconds) < 60 && Number(hours) < 24 && Number(minutes) < 60;
  if (start === null || !fits) return null;
  const local = start + ((hour * 60 + minute) * 60 + Number(seconds)) * 1000 + milliseconds(fraction);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  const instant = local - offset;
  return instant >= EARLIEST && instant <= LATEST ? toText(instant) : null;
}

const milliseconds = (fraction: string): number => Number(fraction.slice(0, 3).padEnd(3, '0'));

/** JavaScript takes a 30th of February for the 1st of March: what it prints must be what it read. */
function startOf(day: string): number | null {
  const start = Date.parse(`${day}T00:00:00Z`);
  if (!(start >= EARLIEST)) return null;
  return new Date(start).toISOString().startsWith(day) ? start : null;
}

/** The day after 9999-12-31 has a year of five digits, which PostgreSQL writes without ECMAScript's `+0`. */
function toText(instant: number): string {
  return new Date(instant).toISOString().replace(/^\+0/, '');
}

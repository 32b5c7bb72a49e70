export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * The full hour nearest an instant; the later one at half past. In UTC, where every day has 24 hours: no local
 * daylight-saving day can shift it.
 */
export function nearestHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR + 0.5) * HOUR);
}

/** `2020-01-24`, the UTC day of an instant. */
export function utcDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** The first instant of the next UTC hour (`HOUR`) or day (`DAY`). */
export function nextStartOf(unit: number, now: Date): Date {
  return new Date((Math.floor(now.getTime() / unit) + 1) * unit);
}

/** An hour that has ended keeps its weather; the current one may still change. */
export function isOver(hour: Date, now: Date): boolean {
  return hour.getTime() + HOUR <= now.getTime();
}

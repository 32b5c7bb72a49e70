import { DAY, HOUR, MINUTE } from '../weather/hours.js';

/** A local day of a town. */
export interface LocalDay {
  /** 0 for January. */
  readonly month: number;
  /** 0 for Sunday. */
  readonly weekday: number;
  /** The instant when its clocks show this hour; right but for the night in which they are changed. */
  at(hour: number): Date;
}

/** The local days from `first` to `last`, both included. */
export function daysBetween(timeZone: string, first: Date, last: Date): readonly LocalDay[] {
  const offsets = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const days: LocalDay[] = [];
  for (let noon = noonOf(first); noon <= noonOf(last); noon += DAY) {
    const midnight = noon - 12 * HOUR - offsetAt(offsets, noon);
    const date = new Date(noon);
    days.push({
      month: date.getUTCMonth(),
      weekday: date.getUTCDay(),
      at: (hour) => new Date(Math.round(midnight + hour * HOUR)),
    });
  }
  return days;
}

const noonOf = (at: Date): number => Math.floor(at.getTime() / DAY) * DAY + 12 * HOUR;

/** How far a zone is ahead of UTC, in milliseconds: `GMT+05:30`, or `GMT` alone. */
function offsetAt(format: Intl.DateTimeFormat, instant: number): number {
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d+):(\d+))?$/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

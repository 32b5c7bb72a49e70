import { DAY } from '../weather/hours.js';
import type { Place } from '../weather/weather.js';
import type { Member } from './members.js';
import type { Random } from './random.js';
import { move } from './route.js';

/** How somebody runs. */
export interface Habit {
  readonly perWeek: number;
  /** Metres, on an ordinary day. */
  readonly distance: number;
  /** Metres per second. */
  readonly speed: number;
  /** When they usually set out, by local clocks. */
  readonly hour: number;
  readonly home: Place;
  readonly from: Date;
  /** Some give up, and who has left the club runs no more. */
  readonly until: Date;
}

const MORNING = 6.5;
const EVENING = 18.2;

/** A third of the club is here for the kit and does not run. */
export function habitOf(random: Random, { username, town, active, joinedAt }: Member, now: Date): Habit {
  const keen = username === 'bob';
  const runs = random.chance(0.67);
  const stays = random.chance(0.8) && active;
  const lastDay = random.between(joinedAt.getTime(), now.getTime() - 14 * DAY);
  return {
    perWeek: keen ? 4.5 : runs ? 0.4 + random.next() ** 1.6 * 4.2 : 0,
    distance: random.between(3500, 11_000),
    speed: random.normal(2.9, 0.35),
    hour: random.chance(0.45) ? MORNING : EVENING,
    home: move(town.centre, random.between(200, 6000), random.between(0, 360)),
    from: joinedAt,
    until: stays || keen ? now : new Date(Math.max(joinedAt.getTime(), lastDay)),
  };
}

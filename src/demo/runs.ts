import { DAY, HOUR, MINUTE } from '../weather/hours.js';
import type { Place, Weather } from '../weather/weather.js';
import { daysBetween, type LocalDay } from './calendar.js';
import type { Member } from './members.js';
import { Random } from './random.js';
import { move } from './route.js';
import { type Habit, habitOf } from './habit.js';
import { Sky } from './sky.js';
import { type Town, TOWNS } from './towns.js';

/** A run as it is stored. */
export interface ImaginedRun {
  readonly userId: string;
  readonly startTime: Date;
  readonly endTime: Date;
  /** Metres. */
  readonly distance: number;
  readonly start: Place;
  readonly end: Place;
  readonly timeZone: string;
  readonly weather: Weather | null;
  readonly weatherStatus: 'ok' | 'pending' | 'unavailable' | 'failed';
  /** When it was logged. */
  readonly createdAt: Date;
}

const HISTORY_DAYS = 730;
/** Runs that ended so recently still wait for their weather, in milliseconds. */
const WEATHER_DELAY = 2 * HOUR;
const WEEK_RHYTHM = [1.5, 0.75, 1.05, 1.1, 0.9, 0.7, 1.2];

/** Two years of runs that end now, in the order in which they were logged. */
export function imagineRuns(seed: number, members: readonly Member[], now: Date): readonly ImaginedRun[] {
  const first = new Date(now.getTime() - HISTORY_DAYS * DAY);
  const days = new Map(TOWNS.map((town) => [town, daysBetween(town.timeZone, first, now)]));
  const sky = new Sky(seed);
  const runs = members.flatMap((member) => {
    const random = Random.of(seed, `runs of ${member.username}`);
    const habit = habitOf(random, member, now);
    const own = days.get(member.town) ?? [];
    return own.flatMap((day) => {
      const run = runOf(random, member, habit, day);
      return run && fits(run, habit, first, now) ? [withWeather(random, run, member.town, sky, now)] : [];
    });
  });
  return runs.sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}

type DryRun = Omit<ImaginedRun, 'weather' | 'weatherStatus'>;

function fits(run: DryRun, habit: Habit, first: Date, now: Date): boolean {
  return (
    run.startTime >= first &&
    run.startTime >= habit.from &&
    run.endTime <= habit.until &&
    run.createdAt <= now
  );
}

/** A run on this day, if it is one of those on which this member runs. */
function runOf(random: Random, { id, town }: Member, habit: Habit, day: LocalDay): DryRun | null {
  const keenness = (town.keenness[day.month] ?? 1) * (WEEK_RHYTHM[day.weekday] ?? 1);
  if (!random.chance((habit.perWeek / 7) * keenness)) return null;
  const isLong = day.weekday === 0 && random.chance(0.5);
  const distance = Math.round(
    Math.max(1200, random.normal(habit.distance, habit.distance / 5) * (isLong ? 1.7 : 1)),
  );
  const speed = Math.max(1.6, random.normal(habit.speed, 0.2) * (isLong ? 0.95 : 1));
  const startTime = day.at(Math.min(21, Math.max(5, random.normal(habit.hour, 0.7))));
  const endTime = new Date(startTime.getTime() + Math.round((distance / speed) * 1000));
  const start = move(habit.home, random.between(0, 250), random.between(0, 360));
  // Most come back to where they began; the others can't get farther than they ran.
  const away = random.chance(0.8) ? random.between(0, 120) : distance * random.between(0.3, 0.85);
  return {
    userId: id,
    startTime,
    endTime,
    distance,
    start,
    end: move(start, away, random.between(0, 360)),
    timeZone: town.timeZone,
    createdAt: new Date(endTime.getTime() + Math.round(random.between(1, 45) * MINUTE)),
  };
}

function withWeather(random: Random, run: DryRun, town: Town, sky: Sky, now: Date): ImaginedRun {
  if (now.getTime() - run.endTime.getTime() < WEATHER_DELAY)
    return { ...run, weather: null, weatherStatus: 'pending' };
  const luck = random.next();
  if (luck < 0.004) return { ...run, weather: null, weatherStatus: 'failed' };
  if (luck < 0.016) return { ...run, weather: null, weatherStatus: 'unavailable' };
  return { ...run, weather: sky.at(town, run.endTime), weatherStatus: 'ok' };
}

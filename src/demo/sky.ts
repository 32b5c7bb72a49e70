import { wmoCondition } from '../weather/conditions.js';
import { DAY, HOUR, nearestHour } from '../weather/hours.js';
import type { Weather } from '../weather/weather.js';
import { Random } from './random.js';
import type { Town } from './towns.js';

/** What a whole day has in common. */
interface DayOfSky {
  readonly mean: number;
  readonly wet: boolean;
  readonly cloud: number;
  readonly wind: number;
  readonly direction: number;
  readonly pressure: number;
}

const one = (value: number): number => Math.round(value * 10) / 10;
const within = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

/** An invented sky over each town: the same for everybody who ran there in the same hour. */
export class Sky {
  private readonly days = new Map<string, DayOfSky>();

  constructor(private readonly seed: number) {}

  /** The weather of the hour nearest an instant. */
  at(town: Town, instant: Date): Weather {
    const hour = nearestHour(instant);
    const day = this.dayOf(town, hour);
    const random = Random.of(this.seed, `${town.name} ${hour.toISOString()}`);
    const temperature = one(day.mean + warmth(town, hour) + random.normal(0, 0.5));
    const rain = day.wet && random.chance(0.35) ? one(random.between(0.1, 1) ** 2 * 8) : 0;
    const wind = within(0.2, day.wind + random.normal(0, 0.6), 20);
    const code = codeOf(temperature, rain, day.cloud);
    return {
      temperature,
      apparent_temperature: one(temperature - wind * 0.4 + (temperature > 22 ? 1.5 : 0)),
      humidity: Math.round(
        within(20, 68 + (day.wet ? 15 : -5) - warmth(town, hour) * 3 + random.normal(0, 4), 100),
      ),
      precipitation: rain,
      wind_speed: one(wind),
      wind_direction: Math.round(day.direction + random.between(0, 40)) % 360,
      wind_gusts: one(wind * random.between(1.6, 2.4)),
      cloud_cover: rain > 0 ? 100 : Math.round(day.cloud),
      pressure: one(day.pressure + random.normal(0, 0.8)),
      condition: wmoCondition(code),
      code,
      observed_at: hour.toISOString(),
      provider: 'open-meteo',
    };
  }

  private dayOf(town: Town, hour: Date): DayOfSky {
    const key = `${town.name} ${Math.floor(hour.getTime() / DAY)}`;
    const known = this.days.get(key) ?? inventDay(Random.of(this.seed, key), town, hour);
    this.days.set(key, known);
    return known;
  }
}

function inventDay(random: Random, { temperature, rain }: Town, at: Date): DayOfSky {
  const ofYear = (at.getTime() / DAY / 365.25) % 1;
  const wet = random.chance(rain[at.getUTCMonth()] ?? 0);
  return {
    // Mid-January is coldest.
    mean:
      temperature.mean - temperature.season * Math.cos((ofYear - 0.04) * 2 * Math.PI) + random.normal(0, 2),
    wet,
    cloud: wet ? random.between(60, 100) : random.between(0, 85),
    wind: random.between(0.8, 5.5),
    direction: random.whole(0, 359),
    pressure: wet ? random.normal(1008, 4) : random.normal(1018, 4),
  };
}

/** Above or below the day's mean: warmest at three in the afternoon by the sun. */
function warmth({ temperature, centre }: Town, hour: Date): number {
  const solarHour = (hour.getTime() / HOUR + centre.lng / 15) % 24;
  return temperature.day * Math.cos(((solarHour - 15) / 24) * 2 * Math.PI);
}

/** WMO 4677, as Open-Meteo has it. */
function codeOf(temperature: number, rain: number, cloud: number): number {
  if (rain > 0 && temperature < 0.5) return rain > 1 ? 73 : 71;
  if (rain > 4) return 65;
  if (rain > 1) return 63;
  if (rain > 0.4) return 61;
  if (rain > 0) return 51;
  return [0, 1, 2, 3][Math.floor(within(0, cloud, 99) / 25)] ?? 3;
}

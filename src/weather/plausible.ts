import { unreadable } from './weather-failure.js';
import type { Weather } from './weather.js';

type Measure = Exclude<keyof Weather, 'condition' | 'observed_at' | 'provider'>;

/** What can be on this planet, with some room; the record lows and highs lie well inside. */
const ranges: Readonly<Record<Measure, readonly [least: number, most: number]>> = {
  temperature: [-120, 80],
  apparent_temperature: [-150, 120],
  humidity: [0, 100],
  precipitation: [0, 1000],
  wind_speed: [0, 150],
  wind_direction: [0, 360],
  wind_gusts: [0, 200],
  cloud_cover: [0, 100],
  pressure: [700, 1200],
  code: [0, 999],
};

const measures = Object.keys(ranges) as Measure[];

/** The weather as it came. Throws `WeatherFailure` (`unavailable`) where a value cannot be. */
export function plausible(weather: Weather): Weather {
  const isPossible = (measure: Measure) => {
    const value = weather[measure];
    const [least, most] = ranges[measure];
    return value === null || (least <= value && value <= most);
  };
  if (!measures.every(isPossible)) throw unreadable();
  if (weather.code !== null && !Number.isInteger(weather.code)) throw unreadable();
  return weather;
}

import { wmoCondition } from './conditions.js';
import { type JsonObject, readList, readNumber, readObject, readUnixTime } from './json.js';
import { plausible } from './plausible.js';
import { unreadable } from './weather-failure.js';
import type { Observation } from './weather.js';

/** What we ask for; ten variables count as one call. */
export const HOURLY = [
  'temperature_2m',
  'apparent_temperature',
  'relative_humidity_2m',
  'pressure_msl',
  'precipitation',
  'weather_code',
  'cloud_cover',
  'wind_speed_10m',
  'wind_direction_10m',
  'wind_gusts_10m',
] as const;

type Series = (variable: (typeof HOURLY)[number], index: number) => number | null;

/**
 * The hours of Open-Meteo's answer that have data, by their epoch time, never by their place in the list. Throws
 * `WeatherFailure` (`unavailable`) where it is not such an answer.
 */
export function parseOpenMeteo(body: unknown): Observation[] {
  const hourly = readObject(readObject(body).hourly);
  const times = readList(hourly.time);
  const read = seriesOf(hourly, times.length);
  return times.flatMap((time, index) => observation(readUnixTime(time), index, read) ?? []);
}

function seriesOf(hourly: JsonObject, length: number): Series {
  const lists = new Map(HOURLY.map((variable) => [variable, hourly[variable]] as const));
  for (const list of lists.values()) {
    if (list !== undefined && readList(list).length !== length) throw unreadable();
  }
  return (variable, index) => {
    const list = lists.get(variable);
    return list === undefined ? null : readNumber(readList(list)[index]);
  };
}

function observation(hour: Date, index: number, read: Series): Observation | null {
  const temperature = read('temperature_2m', index);
  if (temperature === null) return null;
  const code = read('weather_code', index);
  return {
    hour,
    weather: plausible({
      temperature,
      apparent_temperature: read('apparent_temperature', index),
      humidity: read('relative_humidity_2m', index),
      precipitation: read('precipitation', index),
      wind_speed: read('wind_speed_10m', index),
      wind_direction: read('wind_direction_10m', index),
      wind_gusts: read('wind_gusts_10m', index),
      cloud_cover: read('cloud_cover', index),
      pressure: read('pressure_msl', index),
      condition: wmoCondition(code),
      code,
      observed_at: hour.toISOString(),
      provider: 'open-meteo',
    }),
  };
}

import { openWeatherCondition } from './conditions.js';
import { type JsonObject, readList, readNumber, readObject, readUnixTime } from './json.js';
import { plausible } from './plausible.js';
import type { Weather } from './weather.js';

/** What both answers of OpenWeather say, each in places of its own. */
interface Reading {
  readonly temperature: unknown;
  readonly feelsLike: unknown;
  readonly pressure: unknown;
  readonly humidity: unknown;
  readonly clouds: unknown;
  readonly windSpeed: unknown;
  readonly windDirection: unknown;
  readonly windGust: unknown;
}

/** One Call 3.0, `timemachine`; null where it has no data for the hour. Throws `WeatherFailure` on rubbish. */
export function parseTimeMachine(body: unknown): Weather | null {
  const [entry] = readList(readObject(body).data);
  if (entry === undefined) return null;
  const data = readObject(entry);
  return weatherOf(data, {
    temperature: data.temp,
    feelsLike: data.feels_like,
    pressure: data.pressure,
    humidity: data.humidity,
    clouds: data.clouds,
    windSpeed: data.wind_speed,
    windDirection: data.wind_deg,
    windGust: data.wind_gust,
  });
}

/** Current weather 2.5; null where it has no data. Throws `WeatherFailure` on rubbish. */
export function parseCurrentWeather(body: unknown): Weather | null {
  const data = readObject(body);
  const main = readObject(data.main);
  const wind = readObject(data.wind ?? {});
  return weatherOf(data, {
    temperature: main.temp,
    feelsLike: main.feels_like,
    pressure: main.pressure,
    humidity: main.humidity,
    clouds: readObject(data.clouds ?? {}).all,
    windSpeed: wind.speed,
    windDirection: wind.deg,
    windGust: wind.gust,
  });
}

function weatherOf(data: JsonObject, reading: Reading): Weather | null {
  const observedAt = readUnixTime(data.dt).toISOString();
  const temperature = readNumber(reading.temperature);
  if (temperature === null) return null;
  const code = codeOf(data.weather);
  return plausible({
    temperature,
    apparent_temperature: readNumber(reading.feelsLike),
    humidity: readNumber(reading.humidity),
    precipitation: fallOf(data.rain) + fallOf(data.snow),
    wind_speed: readNumber(reading.windSpeed),
    wind_direction: readNumber(reading.windDirection),
    wind_gusts: readNumber(reading.windGust),
    cloud_cover: readNumber(reading.clouds),
    pressure: readNumber(reading.pressure),
    condition: openWeatherCondition(code),
    code,
    observed_at: observedAt,
    provider: 'openweathermap',
  });
}

function codeOf(conditions: unknown): number | null {
  const [first] = readList(conditions ?? []);
  return first === undefined ? null : readNumber(readObject(first).id);
}

/** Millimetres in the hour; a kind of fall that is not there is left out of the answer. */
function fallOf(fall: unknown): number {
  return readNumber(readObject(fall ?? {})['1h']) ?? 0;
}

import { FakeServer, type Question } from './fake-server.js';

const HOUR = 3600;

/** Imitates `/v1/forecast` and `/v1/archive`: the 24 hours of a UTC day, their values made from the hour. */
export class FakeOpenMeteo extends FakeServer {
  /** Which hours are null, by path and epoch seconds. */
  isMissing: (path: string, time: number) => boolean = () => false;

  get forecastUrl(): string {
    return `${this.url}/v1/forecast`;
  }

  get archiveUrl(): string {
    return `${this.url}/v1/archive`;
  }

  protected answer({ path, query }: Question): { status: number; body: unknown } {
    const latitude = Number(query.get('latitude'));
    if (Math.abs(latitude) > 90)
      return refusal(`Latitude must be in range of -90 to 90°. Given: ${latitude}.`);
    if (query.get('timeformat') !== 'unixtime') return refusal('The fake knows unixtime only.');
    const start = Date.parse(`${query.get('start_date') ?? ''}T00:00:00Z`) / 1000;
    const times = Array.from({ length: 24 }, (_, hour) => start + hour * HOUR);
    const variables = (query.get('hourly') ?? '').split(',');
    const series = variables.map((variable) => [
      variable,
      times.map((time) => (this.isMissing(path, time) ? null : valueOf(variable, time))),
    ]);
    return {
      status: 200,
      body: {
        latitude: latitude + 0.01,
        longitude: Number(query.get('longitude')),
        utc_offset_seconds: 0,
        timezone: 'GMT',
        hourly_units: { time: 'unixtime', temperature_2m: '°C' },
        hourly: { time: times, ...(Object.fromEntries(series) as Record<string, (number | null)[]>) },
      },
    };
  }
}

/** The temperature that the fake reports for an hour, so that a test can tell one hour from another. */
export function fakeTemperature(time: Date): number {
  return valueOf('temperature_2m', time.getTime() / 1000);
}

function valueOf(variable: string, time: number): number {
  const hour = time / HOUR;
  const values: Record<string, number> = {
    temperature_2m: (hour % 400) / 10,
    apparent_temperature: (hour % 400) / 10 - 1,
    relative_humidity_2m: 81,
    pressure_msl: 1013.2,
    precipitation: 0.3,
    weather_code: 61,
    cloud_cover: 90,
    wind_speed_10m: 2.1,
    wind_direction_10m: 240,
    wind_gusts_10m: 6.5,
  };
  return values[variable] ?? 0;
}

function refusal(reason: string): { status: number; body: unknown } {
  return { status: 400, body: { error: true, reason } };
}

import { FakeServer, type Question } from './fake-server.js';

export const FAKE_KEY = 'fake-openweather-key';

/** Imitates Current Weather 2.5 and the `timemachine` of One Call 3.0. */
export class FakeOpenWeather extends FakeServer {
  /** `cod` is now a number and now a string. */
  codAsText = false;

  protected answer({ path, query }: Question): { status: number; body: unknown } {
    if (query.get('appid') !== FAKE_KEY) return this.refusal(401, 'Invalid API key.');
    const [lat, lon] = [Number(query.get('lat')), Number(query.get('lon'))];
    if (path.endsWith('/data/2.5/weather'))
      return { status: 200, body: { coord: { lon, lat }, ...current() } };
    if (!path.endsWith('/data/3.0/onecall/timemachine')) return this.refusal(404, 'Internal error');
    return {
      status: 200,
      body: { lat, lon, timezone: 'GMT', timezone_offset: 0, data: [past(Number(query.get('dt')))] },
    };
  }

  private refusal(status: number, message: string): { status: number; body: unknown } {
    return { status, body: { cod: this.codAsText ? String(status) : status, message } };
  }
}

function current(): object {
  return {
    weather: [{ id: 501, main: 'Rain', description: 'moderate rain', icon: '10d' }],
    main: { temp: 25.3, feels_like: 25.6, pressure: 1015, humidity: 64 },
    visibility: 10_000,
    wind: { speed: 0.62, deg: 349, gust: 1.18 },
    rain: { '1h': 3.16 },
    clouds: { all: 100 },
    dt: Math.floor(Date.now() / 1000),
    cod: 200,
  };
}

function past(dt: number): object {
  return {
    dt,
    temp: 6.0,
    feels_like: 3.3,
    pressure: 1029,
    humidity: 64,
    dew_point: -0.3,
    clouds: 0,
    visibility: 10_000,
    wind_speed: 3.6,
    wind_deg: 340,
    weather: [{ id: 800, main: 'Clear', description: 'clear sky', icon: '01d' }],
  };
}

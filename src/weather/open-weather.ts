import type { HttpService } from '@nestjs/axios';
import type { WeatherSettings } from '../settings/settings.js';
import type { Cell } from './cell.js';
import { HOUR } from './hours.js';
import { parseCurrentWeather, parseTimeMachine } from './open-weather-answer.js';
import { askForJson } from './weather-http.js';
import type { WeatherProvider } from './weather-provider.js';
import type { Observation } from './weather.js';

/**
 * OpenWeather (https://openweathermap.org/api): what is now from Current Weather 2.5, what is more than an hour ago from
 * One Call 3.0, which needs a subscription of its own.
 */
export class OpenWeather implements WeatherProvider {
  readonly name = 'openweathermap';

  constructor(
    private readonly http: HttpService,
    private readonly settings: WeatherSettings,
  ) {}

  questionOf(cell: Cell, hour: Date): string {
    return `${cell.latitude} ${cell.longitude} ${hour.toISOString()}`;
  }

  async observe(cell: Cell, hour: Date): Promise<readonly Observation[]> {
    const weather = await this.weatherAt(cell, hour);
    return weather ? [{ hour, weather }] : [];
  }

  private async weatherAt(cell: Cell, hour: Date): Promise<Observation['weather'] | null> {
    if (Date.now() - hour.getTime() <= HOUR) {
      return parseCurrentWeather(await this.ask('/data/2.5/weather', cell));
    }
    const dt = String(hour.getTime() / 1000);
    return parseTimeMachine(await this.ask('/data/3.0/onecall/timemachine', cell, { dt }));
  }

  private ask(path: string, cell: Cell, more: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const url = new URL(this.settings.openWeatherUrl.replace(/(?<!\/)\/+$/, '') + path);
    const asked = { lat: cell.latitude, lon: cell.longitude, units: 'metric', ...more };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    url.searchParams.set('appid', this.settings.owmApiKey ?? '');
    return askForJson(this.http, url);
  }
}

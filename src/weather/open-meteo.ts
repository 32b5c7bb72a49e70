import type { HttpService } from '@nestjs/axios';
import type { WeatherSettings } from '../settings/settings.js';
import type { Cell } from './cell.js';
import { DAY, utcDay } from './hours.js';
import { HOURLY, parseOpenMeteo } from './open-meteo-answer.js';
import { askForJson } from './weather-http.js';
import type { WeatherProvider } from './weather-provider.js';
import type { Observation } from './weather.js';

/** The archive is some days behind. */
const ARCHIVED_AFTER = 7 * DAY;
const FORECAST_REACHES_BACK = 92 * DAY;
const HOURS_OF_A_DAY = 24;

/** Open-Meteo: a whole UTC day with every call, no key (https://open-meteo.com/en/docs, CC BY 4.0). */
export class OpenMeteo implements WeatherProvider {
  readonly name = 'open-meteo';

  constructor(
    private readonly http: HttpService,
    private readonly settings: WeatherSettings,
  ) {}

  questionOf(cell: Cell, hour: Date): string {
    return `${cell.latitude} ${cell.longitude} ${utcDay(hour)}`;
  }

  async observe(cell: Cell, hour: Date): Promise<readonly Observation[]> {
    const age = Date.now() - hour.getTime();
    if (age < ARCHIVED_AFTER) return this.ask(this.settings.forecastUrl, cell, hour);
    const archived = await this.ask(this.settings.archiveUrl, cell, hour);
    if (archived.length >= HOURS_OF_A_DAY || age >= FORECAST_REACHES_BACK) return archived;
    return [...archived, ...without(archived, await this.ask(this.settings.forecastUrl, cell, hour))];
  }

  private async ask(base: string, cell: Cell, hour: Date): Promise<Observation[]> {
    return parseOpenMeteo(await askForJson(this.http, question(base, cell, utcDay(hour))));
  }
}

/** What the base itself carries (a customer's key, say) stays. */
function question(base: string, cell: Cell, day: string): URL {
  const url = new URL(base);
  const asked = {
    latitude: cell.latitude,
    longitude: cell.longitude,
    start_date: day,
    end_date: day,
    hourly: HOURLY.join(','),
    timezone: 'GMT',
    timeformat: 'unixtime',
    wind_speed_unit: 'ms',
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url;
}

function without(known: readonly Observation[], others: readonly Observation[]): readonly Observation[] {
  const hours = new Set(known.map((observation) => observation.hour.getTime()));
  return others.filter((observation) => !hours.has(observation.hour.getTime()));
}

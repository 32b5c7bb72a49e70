import sql, { join } from 'sql-template-tag';
import type { Database } from '../database/database.js';
import { prepared } from '../database/statement.js';
import type { Cell } from './cell.js';
import type { Observation, ProviderName, Weather } from './weather.js';

/** What was observed, kept for everybody who ran in the same cell and hour. */
export class ObservationStore {
  constructor(
    private readonly database: Database,
    private readonly provider: ProviderName,
  ) {}

  async find(cell: Cell, hour: Date): Promise<Weather | null> {
    const [found] = await this.database.query<{ observation: Weather }>(
      prepared`SELECT observation FROM weather_hours
          WHERE provider = ${this.provider} AND latitude = ${cell.latitude} AND longitude = ${cell.longitude}
            AND hour = ${hour}`,
    );
    return found?.observation ?? null;
  }

  /** The first to observe an hour is believed. */
  async keep(cell: Cell, observations: readonly Observation[]): Promise<void> {
    if (observations.length === 0) return;
    const rows = observations.map(
      ({ hour, weather }) =>
        sql`(${this.provider}, ${cell.latitude}::numeric, ${cell.longitude}::numeric, ${hour}::timestamptz,
             ${JSON.stringify(weather)}::jsonb)`,
    );
    await this.database.query(
      sql`INSERT INTO weather_hours (provider, latitude, longitude, hour, observation) VALUES ${join(rows)}
          ON CONFLICT ON CONSTRAINT weather_hours_once DO NOTHING`,
    );
  }
}

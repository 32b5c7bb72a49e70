import { Test } from '@nestjs/testing';
import sql from 'sql-template-tag';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { parseSettings } from '../../src/settings/settings.js';
import { SettingsModule } from '../../src/settings/settings.module.js';
import { WeatherJobs } from '../../src/weather/weather-jobs.js';
import { WeatherModule } from '../../src/weather/weather.module.js';
import { WeatherService } from '../../src/weather/weather.service.js';

const SECRET_KEY = 'a-key-for-tests-of-32-bytes-or-more';

/** One process of Kitroom, as far as weather is concerned. */
export interface WeatherApp {
  readonly database: Database;
  readonly weather: WeatherService;
  readonly jobs: WeatherJobs;
  close(): Promise<void>;
}

/** Boots the weather on a database; without `work` its queue and sweeps stand still, so that tests turn the crank. */
export async function bootWeather(url: string, env: NodeJS.ProcessEnv, work = false): Promise<WeatherApp> {
  const settings = { ...parseSettings({ SECRET_KEY, ...env }), databaseUrl: url, secretKey: SECRET_KEY };
  const app = await Test.createTestingModule({
    imports: [SettingsModule.forRoot(settings), DatabaseModule.forRoot(url), WeatherModule],
  }).compile();
  if (work) await app.init();
  return {
    database: app.get(Database),
    weather: app.get(WeatherService),
    jobs: app.get(WeatherJobs),
    close: () => app.close(),
  };
}

export interface RunRow {
  readonly weather_status: string;
  readonly weather_info: Record<string, unknown> | null;
}

export interface JobRow {
  readonly id: string;
  readonly key: string | null;
  readonly run_at: Date;
}

/** A run of a new user that waits for its weather; the id. */
export async function addWaitingRun(
  database: Database,
  endTime: Date,
  lat = 12.934567,
  lng = 77.610116,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(sql`
    WITH runner AS (
      INSERT INTO users (username, password_hash) VALUES ('u' || gen_random_uuid(), 'x') RETURNING id
    )
    INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone, weather_status)
    SELECT id, ${endTime}::timestamptz - interval '20 minutes', ${endTime}, 5000, 0, 0, ${lat}, ${lng}, 'UTC', 'pending'
    FROM runner RETURNING id`);
  if (!row) throw new Error('no run was added');
  return row.id;
}

export async function runRow(database: Database, id: string): Promise<RunRow | undefined> {
  const [row] = await database.query<RunRow>(
    sql`SELECT weather_status, weather_info FROM runs WHERE id = ${id}`,
  );
  return row;
}

/** The jobs that wait under a run's key. */
export function jobsOf(database: Database, runId: string): Promise<JobRow[]> {
  return database.query<JobRow>(
    sql`SELECT id, key, run_at FROM graphile_worker.jobs WHERE key = ${`weather:${runId}`}`,
  );
}

/** Asks until the answer fits, for at most some seconds; what background work does has no other end to wait for. */
export async function eventually<T>(
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  seconds = 15,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end) throw new Error(`It never came: the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

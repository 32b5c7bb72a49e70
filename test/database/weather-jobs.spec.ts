import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { migrateJobs } from '../../src/shared/jobs/migrate-jobs.js';
import { DAY, HOUR, MINUTE } from '../../src/weather/hours.js';
import { WeatherFailure } from '../../src/weather/weather-failure.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { FakeOpenMeteo } from '../support/fake-open-meteo.js';
import {
  addWaitingRun,
  bootWeather,
  eventually,
  jobsOf,
  runRow,
  type WeatherApp,
} from '../support/weather-app.js';

const at = new Date('2020-01-24T06:20:00Z');
const place = { lat: 12.934567, lng: 77.610116 };
const unavailable = new WeatherFailure('unavailable', 'x');

let databaseOfTest: TestDatabase;
let fake: FakeOpenMeteo;
let app: WeatherApp;

function boot(work = false, env: NodeJS.ProcessEnv = {}): Promise<WeatherApp> {
  const urls = { OPEN_METEO_FORECAST_URL: fake.forecastUrl, OPEN_METEO_ARCHIVE_URL: fake.archiveUrl };
  return bootWeather(databaseOfTest.url, { ...urls, ...env }, work);
}

const status = async (id: string) => (await runRow(app.database, id))?.weather_status;
const waitOf = async (id: string) =>
  ((await jobsOf(app.database, id))[0]?.run_at.getTime() ?? NaN) - Date.now();

async function attemptsOf(id: string): Promise<unknown> {
  const [row] = await app.database.query(
    sql`SELECT kind, attempts FROM weather_attempts WHERE run_id = ${id}`,
  );
  return row;
}

function expectAbout(ms: number, expected: number): void {
  expect(ms).toBeGreaterThan(expected - 5000);
  expect(ms).toBeLessThanOrEqual(expected + 1000);
}

beforeEach(async () => {
  databaseOfTest = await createDatabase();
  await migrateJobs(databaseOfTest.url);
  fake = await new FakeOpenMeteo().start();
  app = await boot();
});
afterEach(async () => {
  await app.close();
  await fake.stop();
  await databaseOfTest.drop();
});

describe('a retry', () => {
  it('is planned with the run, or not at all', async () => {
    const id = await addWaitingRun(app.database, at);
    const refused = app.database.inTransaction(async () => {
      await app.weather.scheduleRetry(id, unavailable);
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(await jobsOf(app.database, id)).toEqual([]);
    expect(await attemptsOf(id)).toBeUndefined();

    await app.database.inTransaction(() => app.weather.scheduleRetry(id, unavailable));
    expectAbout(await waitOf(id), MINUTE);
    expect(await attemptsOf(id)).toEqual({ kind: 'unavailable', attempts: 1 });
  });

  it('replaces the one before: a run has one job', async () => {
    const id = await addWaitingRun(app.database, at);
    await app.weather.scheduleRetry(id, unavailable);
    await app.weather.scheduleRetry(id, new WeatherFailure('no_data', 'x'));
    expect(await jobsOf(app.database, id)).toHaveLength(1);
    expectAbout(await waitOf(id), 6 * HOUR);
  });

  it('fills in the weather and forgets the failures', async () => {
    const id = await addWaitingRun(app.database, at);
    await app.weather.scheduleRetry(id, unavailable);
    await app.jobs.fill(id);
    expect(await runRow(app.database, id)).toMatchObject({
      weather_status: 'ok',
      weather_info: { condition: 'rain', observed_at: '2020-01-24T06:00:00.000Z' },
    });
    expect(await attemptsOf(id)).toBeUndefined();
  });

  it('that fails is followed by a later one', async () => {
    fake.fault = { kind: 'status', status: 503 };
    const id = await addWaitingRun(app.database, at);
    await app.weather.scheduleRetry(id, unavailable);
    await app.jobs.fill(id);
    expect(await status(id)).toBe('pending');
    expect(await attemptsOf(id)).toEqual({ kind: 'unavailable', attempts: 2 });
    expectAbout(await waitOf(id), 5 * MINUTE);
  });

  it.each([
    ['unavailable', 503, 12, 'failed'],
    ['bad_request', 400, 1, 'failed'],
  ])('is the last at the end of the table: %s', async (kind, code, attempts, end) => {
    fake.fault = { kind: 'status', status: code };
    const id = await addWaitingRun(app.database, at);
    await app.database.query(
      sql`INSERT INTO weather_attempts VALUES (${id}, ${kind}, ${attempts}, now(), now())`,
    );
    await app.jobs.fill(id);
    expect(await runRow(app.database, id)).toEqual({ weather_status: end, weather_info: null });
    expect(await jobsOf(app.database, id)).toEqual([]);
    expect(await attemptsOf(id)).toBeUndefined();
  });

  it('finds no data four times, then the weather is unavailable', async () => {
    fake.isMissing = () => true;
    const id = await addWaitingRun(app.database, at);
    for (const wait of [6 * HOUR, DAY, 5 * DAY, 7 * DAY]) {
      await app.jobs.fill(id);
      expectAbout(await waitOf(id), wait);
    }
    await app.jobs.fill(id);
    expect(await runRow(app.database, id)).toEqual({ weather_status: 'unavailable', weather_info: null });
  });

  it('waits for the end of a pause of the provider', async () => {
    fake.fault = { kind: 'status', status: 401 };
    const [id, other] = [await addWaitingRun(app.database, at), await addWaitingRun(app.database, at, 50)];
    await app.jobs.fill(id);
    await app.jobs.fill(other);
    expect(fake.questions).toHaveLength(1);
    expectAbout(await waitOf(id), HOUR);
    expectAbout(await waitOf(other), HOUR);
    expect(await status(other)).toBe('pending');
  });

  it.each([
    ['end_time', sql`end_time = end_time + interval '1 ms'`],
    ['end_lat', sql`end_lat = 12.934568`],
    ['end_lng', sql`end_lng = 77.610117`],
  ])('leaves a run alone whose %s was changed meanwhile', async (_, change) => {
    fake.delay = 300;
    const id = await addWaitingRun(app.database, at);
    const filling = app.jobs.fill(id);
    await eventually(
      () => Promise.resolve(fake.questions.length),
      (count) => count > 0,
    );
    await app.database.query(sql`UPDATE runs SET ${change} WHERE id = ${id}`);
    await app.weather.scheduleRetry(id, unavailable);
    await filling;
    expect(await runRow(app.database, id)).toEqual({ weather_status: 'pending', weather_info: null });
    expect(await attemptsOf(id)).toEqual({ kind: 'unavailable', attempts: 1 });
  });

  it('leaves a run alone that was deleted meanwhile, or has its weather', async () => {
    const [gone, done] = [await addWaitingRun(app.database, at), await addWaitingRun(app.database, at)];
    await app.database.query(sql`DELETE FROM runs WHERE id = ${gone}`);
    await app.database.query(
      sql`UPDATE runs SET weather_status = 'ok', weather_info = '{}' WHERE id = ${done}`,
    );
    await app.jobs.fill(gone);
    await app.jobs.fill(done);
    expect(await runRow(app.database, done)).toEqual({ weather_status: 'ok', weather_info: {} });
    expect(fake.questions).toHaveLength(0);
  });

  it('ends the waiting where weather was turned off', async () => {
    const id = await addWaitingRun(app.database, at);
    await app.close();
    app = await boot(false, { WEATHER_PROVIDER: 'none' });
    await app.jobs.fill(id);
    expect(await runRow(app.database, id)).toEqual({ weather_status: 'disabled', weather_info: null });
  });
});

describe('the sweep', () => {
  it('adds the job that a crash has lost, and leaves the others as they are', async () => {
    const [lost, kept] = [await addWaitingRun(app.database, at), await addWaitingRun(app.database, at)];
    await app.weather.scheduleRetry(kept, unavailable);
    const before = await jobsOf(app.database, kept);
    await app.jobs.sweep();
    await app.jobs.sweep();
    expect(await jobsOf(app.database, lost)).toHaveLength(1);
    expect(await jobsOf(app.database, kept)).toEqual(before);
  });

  it('keeps the time that was planned', async () => {
    const id = await addWaitingRun(app.database, at);
    await app.weather.scheduleRetry(id, new WeatherFailure('no_data', 'x'));
    await app.database.query(sql`DELETE FROM graphile_worker._private_jobs`);
    await app.jobs.sweep();
    expectAbout(await waitOf(id), 6 * HOUR);
  });

  it.each([
    ['leaves a job alone that is being done', '1 minute', false],
    ['replaces a job whose process died', '3 minutes', true],
  ])('%s', async (_, age, replaced) => {
    const id = await addWaitingRun(app.database, at);
    await app.weather.scheduleRetry(id, unavailable);
    await app.database.query(
      sql`UPDATE graphile_worker._private_jobs SET locked_by = 'dead', attempts = 1, locked_at = now() - ${age}::interval`,
    );
    const before = await jobsOf(app.database, id);
    await app.jobs.sweep();
    const after = await jobsOf(app.database, id);
    expect(after).toHaveLength(1);
    expect(after[0]?.id !== before[0]?.id).toBe(replaced);
  });
});

describe('a server at work', () => {
  it('finds at its start the weather of a run without a job', async () => {
    const id = await addWaitingRun(app.database, at);
    await app.close();
    app = await boot(true);
    await eventually(
      () => status(id),
      (found) => found === 'ok',
    );
  });

  it('finds the weather when the provider is back, over a restart in between', async () => {
    await fake.stop();
    const outcome = await app.weather.observe(place, at);
    if (!outcome.failure) throw new Error('the provider should be away');
    const id = await addWaitingRun(app.database, at, place.lat, place.lng);
    await app.weather.scheduleRetry(id, outcome.failure);
    await app.database.query(
      sql`UPDATE graphile_worker._private_jobs SET run_at = now() + interval '2 seconds'`,
    );
    await app.close();
    await fake.start();
    app = await boot(true);
    expect(await status(id)).toBe('pending');
    await eventually(
      () => status(id),
      (found) => found === 'ok',
    );
    expect(await jobsOf(app.database, id)).toEqual([]);
  });

  it('waits for the end of a run that is not over', async () => {
    await app.close();
    app = await boot(true);
    const end = new Date(Date.now() + 1500);
    const outcome = await app.weather.observe(place, end);
    const id = await addWaitingRun(app.database, end);
    if (outcome.failure) await app.weather.scheduleRetry(id, outcome.failure);
    await eventually(
      () => status(id),
      (found) => found === 'ok',
    );
    expect(Date.now()).toBeGreaterThanOrEqual(end.getTime());
  });
});

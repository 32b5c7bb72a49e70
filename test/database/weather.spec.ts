import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sql from 'sql-template-tag';
import { migrateJobs } from '../../src/shared/jobs/migrate-jobs.js';
import { nearestHour } from '../../src/weather/hours.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { FakeOpenMeteo, fakeTemperature } from '../support/fake-open-meteo.js';
import { FAKE_KEY, FakeOpenWeather } from '../support/fake-open-weather.js';
import type { Fault } from '../support/fake-server.js';
import { bootWeather, type WeatherApp } from '../support/weather-app.js';

const at = new Date('2020-01-24T06:20:00Z');
const place = { lat: 12.934567, lng: 77.610116 };
/** Places in cells of their own. */
const places = (count: number) => Array.from({ length: count }, (_, index) => ({ lat: index / 10, lng: 10 }));

let databaseOfTest: TestDatabase;
let fake: FakeOpenMeteo;
let apps: WeatherApp[] = [];

async function boot(env: NodeJS.ProcessEnv = {}): Promise<WeatherApp> {
  const urls = { OPEN_METEO_FORECAST_URL: fake.forecastUrl, OPEN_METEO_ARCHIVE_URL: fake.archiveUrl };
  const app = await bootWeather(databaseOfTest.url, { ...urls, ...env });
  apps.push(app);
  return app;
}

beforeEach(async () => {
  databaseOfTest = await createDatabase();
  await migrateJobs(databaseOfTest.url);
  fake = await new FakeOpenMeteo().start();
});
afterEach(async () => {
  await fake.stop();
  await Promise.all(apps.map((app) => app.close()));
  apps = [];
  await databaseOfTest.drop();
});

describe('the weather of an hour', () => {
  it('is that of the hour nearest, in the form of the contract', async () => {
    const { weather } = await boot();
    await expect(weather.observe(place, at)).resolves.toEqual({
      status: 'ok',
      failure: null,
      info: {
        temperature: fakeTemperature(nearestHour(at)),
        apparent_temperature: expect.any(Number),
        humidity: 81,
        precipitation: 0.3,
        wind_speed: 2.1,
        wind_direction: 240,
        wind_gusts: 6.5,
        cloud_cover: 90,
        pressure: 1013.2,
        condition: 'rain',
        code: 61,
        observed_at: '2020-01-24T06:00:00.000Z',
        provider: 'open-meteo',
      },
    });
  });

  it('is asked for once: the whole day is kept, for other processes too', async () => {
    const [one, other] = [await boot(), await boot()];
    const first = await one.weather.observe(place, at);
    expect(await other.weather.observe(place, at)).toEqual(first);
    const later = await other.weather.observe(place, new Date('2020-01-24T22:50:00Z'));
    expect(later.info?.temperature).toBe(fakeTemperature(new Date('2020-01-24T23:00:00Z')));
    expect(fake.questions).toHaveLength(1);
  });

  it('is asked for once by all who want it at the same time', async () => {
    fake.delay = 100;
    const { weather } = await boot();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => weather.observe(place, at)));
    expect(new Set(outcomes.map((outcome) => outcome.status))).toEqual(new Set(['ok']));
    expect(fake.questions).toHaveLength(1);
  });

  it('is kept only when the hour is over', async () => {
    const { weather, database } = await boot();
    const now = new Date();
    expect((await weather.observe(place, now)).status).toBe('ok');
    const kept = await database.query<{ latest: Date | null }>(
      sql`SELECT max(hour) AS latest FROM weather_hours`,
    );
    expect(kept[0]?.latest?.getTime() ?? 0).toBeLessThanOrEqual(now.getTime() - 3_600_000 + 1000);
  });

  it('is kept by provider', async () => {
    const openWeather = await new FakeOpenWeather().start();
    const env = {
      WEATHER_PROVIDER: 'openweathermap',
      OPENWEATHERMAP_URL: openWeather.url,
      OWM_API_KEY: FAKE_KEY,
    };
    const [meteo, other] = [await boot(), await boot(env)];
    expect((await meteo.weather.observe(place, at)).info?.provider).toBe('open-meteo');
    expect((await other.weather.observe(place, at)).info?.provider).toBe('openweathermap');
    await other.weather.observe(place, at);
    expect(openWeather.questions).toHaveLength(1);
    await openWeather.stop();
  });

  it('is never kept where it was null', async () => {
    fake.isMissing = (_, time) => time * 1000 === nearestHour(at).getTime();
    const { weather, database } = await boot();
    expect(await weather.observe(place, at)).toMatchObject({
      status: 'pending',
      failure: { kind: 'no_data' },
    });
    const rows = await database.query<{ count: string }>(sql`SELECT count(*) FROM weather_hours`);
    expect(rows[0]?.count).toBe('23');
  });

  it('is not asked for before the run has ended', async () => {
    const { weather } = await boot();
    const end = new Date(Date.now() + 3_600_000);
    const outcome = await weather.observe(place, end);
    expect(outcome).toMatchObject({ status: 'pending', info: null, failure: { kind: 'early', until: end } });
    expect(fake.questions).toHaveLength(0);
  });

  it('is disabled without a provider', async () => {
    const { weather } = await boot({ WEATHER_PROVIDER: 'none' });
    expect(await weather.observe(place, at)).toEqual({ status: 'disabled', info: null, failure: null });
    expect(fake.questions).toHaveLength(0);
  });
});

describe('a provider in trouble', () => {
  it.each<[string, Fault, string]>([
    ['503', { kind: 'status', status: 503 }, 'unavailable'],
    ['rubbish', { kind: 'text', text: 'null' }, 'unavailable'],
    ['a flood', { kind: 'huge' }, 'unavailable'],
    ['a hang-up', { kind: 'hang-up' }, 'unavailable'],
    ['400', { kind: 'status', status: 400 }, 'bad_request'],
    ['401', { kind: 'status', status: 401 }, 'config'],
    ['429', { kind: 'status', status: 429 }, 'rate_limited'],
  ])('is an outcome, not an error: %s', async (_, fault, kind) => {
    fake.fault = fault;
    const { weather } = await boot();
    expect(await weather.observe(place, at)).toMatchObject({
      status: 'pending',
      info: null,
      failure: { kind },
    });
  });

  it('keeps nobody longer than the deadline, and its late answer is kept', async () => {
    fake.delay = 600;
    const { weather } = await boot();
    const begun = Date.now();
    expect(await weather.observe(place, at, 200)).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(Date.now() - begun).toBeLessThan(500);
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect((await weather.observe(place, at, 200)).status).toBe('ok');
    expect(fake.questions).toHaveLength(1);
  });

  it('is asked at most four things at once', async () => {
    fake.delay = 50;
    const { weather } = await boot();
    const outcomes = await Promise.all(places(12).map((one) => weather.observe(one, at)));
    expect(outcomes.every((outcome) => outcome.status === 'ok')).toBe(true);
    expect(fake.mostAtOnce).toBe(4);
  });

  it('is left alone after five failures in a row', async () => {
    fake.fault = { kind: 'status', status: 503 };
    const { weather } = await boot();
    for (const one of places(8)) {
      expect(await weather.observe(one, at)).toMatchObject({ failure: { kind: 'unavailable' } });
    }
    expect(fake.questions).toHaveLength(5);
  });

  it('is left alone by those who cannot wait, once it was slow for five of them', async () => {
    fake.delay = 2200;
    const { weather } = await boot();
    await Promise.all(places(4).map((one) => weather.observe(one, at)));
    await weather.observe({ lat: 50, lng: 50 }, at, 5000);
    const begun = Date.now();
    expect(await weather.observe({ lat: 60, lng: 60 }, at)).toMatchObject({
      failure: { kind: 'unavailable' },
    });
    expect(Date.now() - begun).toBeLessThan(500);
    expect(fake.questions).toHaveLength(5);
  });

  it.each<[string, Fault]>([
    ['429', { kind: 'status', status: 429, body: '{"reason":"Hourly API request limit exceeded."}' }],
    ['401', { kind: 'status', status: 401 }],
  ])('that wants to be left alone (%s) is so by all processes, also later ones', async (_, fault) => {
    fake.fault = fault;
    const [one, other] = [await boot(), await boot()];
    const first = await one.weather.observe(place, at);
    fake.fault = null;
    const second = await other.weather.observe({ lat: 1, lng: 1 }, at);
    const third = await (await boot()).weather.observe({ lat: 2, lng: 2 }, at);
    expect(fake.questions).toHaveLength(1);
    for (const outcome of [second, third]) {
      expect(outcome.failure?.kind).toBe(first.failure?.kind);
      expect(outcome.failure?.until).toEqual(first.failure?.until);
    }
  });

  it('is asked again when its pause is over', async () => {
    fake.fault = { kind: 'status', status: 429, headers: { 'Retry-After': '1' } };
    const { weather } = await boot();
    await weather.observe(place, at);
    fake.fault = null;
    expect((await weather.observe(place, at)).status).toBe('pending');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await weather.observe(place, at)).status).toBe('ok');
  });

  it('still serves what is known', async () => {
    const { weather } = await boot();
    await weather.observe(place, at);
    fake.fault = { kind: 'status', status: 401 };
    await weather.observe({ lat: 1, lng: 1 }, at);
    expect((await weather.observe(place, at)).status).toBe('ok');
  });

  it('is spoken of in the log once, and never with a place or a key', async () => {
    const lines: string[] = [];
    const note = (...words: unknown[]) => void lines.push(words.map(String).join(' '));
    fake.fault = { kind: 'status', status: 401, body: '{"message":"12.93"}' };
    const { weather } = await boot();
    Logger.overrideLogger({ log: note, error: note, warn: note, debug: note, verbose: note, fatal: note });
    await Promise.all(places(4).map((one) => weather.observe(one, at)));
    await weather.observe(place, at);
    Logger.overrideLogger(false);
    const ours = lines.filter((line) => line.includes('WeatherStation'));
    expect(ours).toHaveLength(1);
    expect(lines.join('\n')).not.toMatch(/12\.93|77\.61/);
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import type { Client, Json } from '../support/client.js';
import { FakeOpenMeteo, fakeTemperature } from '../support/fake-open-meteo.js';
import type { Fault } from '../support/fake-server.js';
import { runBody } from '../support/run-body.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY } from '../support/settings.js';
import { eventually } from '../support/weather-app.js';

let database: TestDatabase;
let provider: FakeOpenMeteo;
let server: ServerProcess;
let admin: Client;
let pool: pg.Pool;

const start = async (): Promise<void> => {
  server = await ServerProcess.start({
    DATABASE_URL: database.url,
    SECRET_KEY,
    ADMIN_PASSWORD,
    WEATHER_PROVIDER: 'open-meteo',
    OPEN_METEO_FORECAST_URL: provider.forecastUrl,
    OPEN_METEO_ARCHIVE_URL: provider.archiveUrl,
  });
  admin = await server.login('admin', ADMIN_PASSWORD);
};

beforeAll(async () => {
  database = await createDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  provider = await new FakeOpenMeteo().start();
  await start();
}, 60_000);
afterAll(async () => {
  await server.stop();
  await provider.stop();
  await pool.end();
  await database.drop();
});
afterEach(() => {
  provider.fault = null;
});

/** Lets what waits for a run's weather come due at once. */
async function makeDue(id: string): Promise<void> {
  await pool.query('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key = $1', [
    `weather:${id}`,
  ]);
  await pool.query('UPDATE weather_attempts SET next_at = now() WHERE run_id = $1', [id]);
}

/** The run once its weather is settled. */
const settled = async (id: string): Promise<Json> => {
  const ask = async (): Promise<Json> => (await admin.get(`/runs/${id}`)).body.run;
  return eventually(ask, (run) => run.weather_status !== 'pending');
};

/** Each test runs at another place and on another day, so that none finds the other's weather in the cache. */
let day = 0;
const elsewhere = () => {
  day += 1;
  const date = new Date(Date.UTC(2020, 0, day)).toISOString().slice(0, 10);
  return { start_time: `${date}T10:00:00Z`, end_time: `${date}T10:40:00Z`, end_lat: day, end_lng: day };
};

async function post(changes: object = {}): Promise<{ readonly run: Json; readonly took: number }> {
  const began = performance.now();
  const { status, body } = await admin.post('/runs', runBody({ ...elsewhere(), ...changes }));
  expect(status).toBe(201);
  return { run: body.run, took: performance.now() - began };
}

describe('POST /runs', () => {
  it('carries the weather of the hour nearest the end', async () => {
    const { run } = await post();
    expect(run).toMatchObject({
      weather_status: 'ok',
      weather_info: {
        condition: 'rain',
        code: 61,
        provider: 'open-meteo',
        observed_at: run.end_time.replace('10:40', '11:00'),
      },
    });
    expect(run.weather_info.temperature).toBe(
      fakeTemperature(new Date(run.end_time.replace('10:40', '11:00'))),
    );
  });

  it('tells the provider no more of the place than two decimals', async () => {
    const { run } = await post({ end_lat: 48.858_372, end_lng: 2.294_481 });
    expect(run.weather_status).toBe('ok');
    const query = provider.questions.at(-1)?.query;
    expect([query?.get('latitude'), query?.get('longitude')]).toEqual(['48.86', '2.29']);
  });
});

describe('PATCH /runs/{id}', () => {
  it('asks again when the end moves, and only then', async () => {
    const { run } = await post();
    const asked = provider.questions.length;
    const same = await admin.patch(`/runs/${run.id}`, { distance: 1000 });
    expect(same.body.run.weather_info).toEqual(run.weather_info);
    expect(provider.questions).toHaveLength(asked);
    const moved = await admin.patch(`/runs/${run.id}`, { end_time: run.end_time.replace('10:40', '13:10') });
    expect(moved.body.run.weather_info.observed_at).toBe(run.end_time.replace('10:40', '13:00'));
  });

  it('empties the weather of a place that cannot be asked about just now', async () => {
    const { run } = await post();
    provider.fault = { kind: 'status', status: 503 };
    const { body } = await admin.patch(`/runs/${run.id}`, { end_lat: -60 });
    expect(body.run).toMatchObject({ weather_status: 'pending', weather_info: null });
  });
});

describe('a provider that fails', () => {
  const faults: readonly Fault[] = [
    { kind: 'status', status: 503, body: 'The service is overloaded' },
    { kind: 'text', text: '<html>rubbish' },
    { kind: 'hang-up' },
    { kind: 'slow', ms: 4000 },
    { kind: 'huge' },
  ];
  it.each(faults)(
    'stores the run within the time that people wait for when the provider does %j',
    async (fault) => {
      provider.fault = fault;
      const { run, took } = await post();
      expect(run).toMatchObject({ weather_status: 'pending', weather_info: null });
      // Two seconds are the promise; the rest is room for a busy machine.
      expect(took).toBeLessThan(4000);
      expect((await admin.get(`/runs/${run.id}`)).body.run.weather_status).toBe('pending');
    },
  );
});

describe('an outage', () => {
  it('loses no weather, also when the server is killed and started again in between', async () => {
    await provider.stop();
    const { run } = await post();
    expect(run.weather_status).toBe('pending');
    await server.stop('SIGKILL');
    await provider.start();
    // The retry is due in a minute: a test does not wait for it.
    await makeDue(run.id);
    await start();
    expect(await settled(run.id)).toMatchObject({
      weather_status: 'ok',
      weather_info: { provider: 'open-meteo' },
    });
  }, 60_000);
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { recordIn, refused } from '../support/answers.js';
import type { Json } from '../support/client.js';
import { Club } from '../support/club.js';
import { FakeOpenMeteo } from '../support/fake-open-meteo.js';
import { add, operate, remove } from '../support/operations.js';
import { runBody } from '../support/run-body.js';
import { eventually } from '../support/weather-app.js';

let provider: FakeOpenMeteo;
let club: Club;
beforeAll(async () => {
  provider = await new FakeOpenMeteo().start();
  club = await Club.open({
    WEATHER_PROVIDER: 'open-meteo',
    OPEN_METEO_FORECAST_URL: provider.forecastUrl,
    OPEN_METEO_ARCHIVE_URL: provider.archiveUrl,
  });
});
afterAll(async () => {
  await club.close();
  await provider.stop();
});

/** Runs that end in as many places. */
const runs = (count: number, latitude: number) =>
  Array.from({ length: count }, (_, at) => add('run', runBody({ end_lat: latitude, end_lng: at })));

const idsIn = ({ body }: { body: Json }): string[] =>
  (body['atomic:results'] as Json[]).map(({ data }) => data.id as string);

const runOf = async (id: string): Promise<Json> => recordIn(await club.admin.plain.get(`/runs/${id}`));

it('a list of runs does not wait for a slow provider; jobs ask it once the list is done', async () => {
  provider.fault = { kind: 'slow', ms: 1000 };
  const began = performance.now();
  const answer = await operate(club.admin, runs(20, 10));
  expect([answer.status, performance.now() - began < 5000]).toEqual([200, true]);
  const statuses = (answer.body['atomic:results'] as Json[]).map(
    ({ data }) => data.attributes.weather_status,
  );
  expect(statuses).toEqual(statuses.map(() => 'pending'));
  provider.fault = null;
  for (const id of idsIn(answer)) {
    const settled = await eventually(
      () => runOf(id),
      (run) => run.weather_status !== 'pending',
    );
    expect(settled).toMatchObject({ weather_status: 'ok', weather_info: { provider: 'open-meteo' } });
  }
});

it('what is known of an hour already is in the answer', async () => {
  const { body } = await club.admin.plain.post('/runs', runBody({ end_lat: 20, end_lng: 0 }));
  expect(body.run.weather_status).toBe('ok');
  const answer = await operate(club.admin, runs(1, 20));
  expect(answer.body['atomic:results'][0].data.attributes).toMatchObject({
    weather_status: 'ok',
    weather_info: body.run.weather_info,
  });
});

it('a list that fails asks for no weather, then or later', async () => {
  const asked = provider.questions.length;
  const jobs = () => club.database.query('SELECT key FROM graphile_worker.jobs ORDER BY key');
  const before = (await jobs()).rows;
  const attempt = () => operate(club.admin, [...runs(3, 30), remove('run', { id: '999999' })]);
  expect(await refused(club, attempt)).toMatchObject({ status: 404 });
  expect([(await jobs()).rows, provider.questions.length]).toEqual([before, asked]);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { fakeTemperature } from '../../support/fake-open-meteo.js';
import type { Member } from '../../support/club.js';
import { operate, update } from '../../support/operations.js';
import type { Arena } from '../arena.js';
import { type Ask, by, type Race, type Scenario, unmet, won } from '../race.js';
import { member } from '../world.js';

/** Milliseconds. */
const LONGEST_JOB = 10_000;
const ENDS = { before: '2020-01-24T16:40:00Z', after: '2020-01-24T18:10:00Z' };
/** The full hours nearest to them. */
const HOURS = { before: '2020-01-24T17:00:00Z', after: '2020-01-24T18:00:00Z' };

interface Found {
  readonly weather_status: string;
  readonly temperature: number | null;
  readonly distance: number;
  readonly jobs: string;
}

/** A run that waits for its weather, at a place where nobody ran yet; its plan says that it was tried once. */
async function waitingRun(arena: Arena, { username }: Member): Promise<string> {
  const [lat, lng] = [Math.random() * 80, Math.random() * 170];
  const id = await arena.value(
    `WITH waiting AS (
       INSERT INTO runs (user_id, time_zone, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, weather_status)
       SELECT id, 'UTC', '2020-01-24T16:00Z', $2, 5000, 0, 0, $3, $4, 'pending' FROM users WHERE username = $1 RETURNING id
     )
     INSERT INTO weather_attempts (run_id, kind, attempts, first_failed_at, next_at)
     SELECT id, 'unavailable', 1, now(), now() FROM waiting RETURNING run_id`,
    [username, ENDS.before, lat, lng],
  );
  return String(id);
}

/** Has the job of a run come due now. */
const startJob =
  (arena: Arena, runId: string): Ask =>
  async () => {
    await arena.database.query(
      `SELECT graphile_worker.add_job('weather', json_build_object('runId', $1::text), job_key => 'weather:' || $1)`,
      [runId],
    );
    return { status: 200, headers: new Headers(), body: {} };
  };

/** The run once no job is about it any more. */
async function settled(arena: Arena, runId: string): Promise<Found | undefined> {
  const end = Date.now() + LONGEST_JOB;
  for (;;) {
    const [found] = await arena.rows<Found>(
      `SELECT weather_status, (weather_info->>'temperature')::float8 AS temperature, distance FROM runs WHERE id = $1`,
      [runId],
    );
    const jobs = await arena.value(`SELECT count(*) FROM graphile_worker.jobs WHERE key = 'weather:' || $1`, [
      runId,
    ]);
    if (jobs === '0' && found?.weather_status !== 'pending') return found;
    if (Date.now() > end) return found;
    await sleep(5);
  }
}

type Change = (runner: Member, id: string) => Ask;

const patches =
  (changes: object): Change =>
  (runner, id) =>
    by(runner, ({ plain }) => plain.patch(`/runs/${id}`, changes));

/** Nobody is asked for the weather then: the run waits for a job again, which the one under way must not forestall. */
const lists =
  (changes: object): Change =>
  (runner, id) =>
    by(runner, (each) => operate(each, [update('run', id, changes)]));

/** A change of the run while its weather is being looked for; then the weather must be that of where it ends. */
async function changed(arena: Arena, change: Change, hour: string, distance: number): Promise<Race> {
  const runner = await member(arena);
  const id = await waitingRun(arena, runner);
  arena.weather.delay = Math.random() * 8;
  return {
    asks: [startJob(arena, id), change(runner, id)],
    refusals: [],
    judge: async ([, patched]) => {
      const found = await settled(arena, id);
      return unmet({
        'the run is changed': won(patched) && found?.distance === distance,
        [`its weather is found: ${JSON.stringify(found)}`]: found?.weather_status === 'ok',
        'it is that of its end': found?.temperature === fakeTemperature(new Date(hour)),
      });
    },
  };
}

async function deleted(arena: Arena): Promise<Race> {
  const runner = await member(arena);
  const id = await waitingRun(arena, runner);
  arena.weather.delay = Math.random() * 8;
  const path = Math.random() < 0.5 ? `/runs/${id}` : `/users/${runner.username}`;
  return {
    asks: [startJob(arena, id), by(runner, ({ plain }) => plain.delete(path))],
    refusals: [],
    judge: async ([, removed]) =>
      unmet({
        'it is gone': won(removed) && (await settled(arena, id)) === undefined,
        'no plan is left':
          (await arena.rows('SELECT FROM weather_attempts WHERE run_id = $1', [id])).length === 0,
      }),
  };
}

export const weather: readonly Scenario[] = [
  {
    name: 'a run is moved while its weather is found',
    prepare: (arena) => changed(arena, patches({ end_time: ENDS.after }), HOURS.after, 5000),
  },
  {
    name: 'a run is moved by a list while its weather is found',
    prepare: (arena) => changed(arena, lists({ end_time: ENDS.after }), HOURS.after, 5000),
  },
  {
    name: 'a run is edited while its weather is found',
    prepare: (arena) => changed(arena, patches({ distance: 7000 }), HOURS.before, 7000),
  },
  { name: 'a run is deleted while its weather is found', prepare: deleted },
];

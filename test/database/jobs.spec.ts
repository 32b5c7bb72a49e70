import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import sql from 'sql-template-tag';
import { Database } from '../../src/database/database.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { parseSettings } from '../../src/settings/settings.js';
import { SettingsModule } from '../../src/settings/settings.module.js';
import { JobQueue } from '../../src/shared/jobs/job-queue.js';
import { JobsModule } from '../../src/shared/jobs/jobs.module.js';
import { migrateJobs } from '../../src/shared/jobs/migrate-jobs.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { eventually } from '../support/weather-app.js';

let databaseOfTest: TestDatabase;
let app: TestingModule;
let database: Database;
let queue: JobQueue;
let done: unknown[];

const count = () => Promise.resolve(done.length);
const waiting = () => database.query(sql`SELECT key, run_at, attempts FROM graphile_worker.jobs ORDER BY id`);
const killWorkers = () =>
  database.query(
    sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kitroom jobs'`,
  );

beforeEach(async () => {
  databaseOfTest = await createDatabase();
  await migrateJobs(databaseOfTest.url);
  const secretKey = 'a-key-for-tests-of-32-bytes-or-more';
  const settings = { ...parseSettings({}), databaseUrl: databaseOfTest.url, secretKey };
  app = await Test.createTestingModule({
    imports: [SettingsModule.forRoot(settings), DatabaseModule.forRoot(databaseOfTest.url), JobsModule],
  }).compile();
  database = app.get(Database);
  queue = app.get(JobQueue);
  done = [];
  queue.register('note', (payload) => Promise.resolve(void done.push(payload)));
});
afterEach(async () => {
  await app.close();
  await databaseOfTest.drop();
});

describe('a job', () => {
  it('is done soon, with its payload, and then is gone', async () => {
    await app.init();
    await queue.add('note', { n: 1 }, { key: 'a' });
    await eventually(count, (found) => found === 1);
    expect(done).toEqual([{ n: 1 }]);
    await eventually(waiting, (jobs) => jobs.length === 0);
  });

  it('exists if and only if its transaction commits', async () => {
    const refused = database.inTransaction(async () => {
      await queue.add('note', {}, { key: 'a' });
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    expect(await waiting()).toEqual([]);
    await database.inTransaction(() => queue.add('note', {}, { key: 'a' }));
    expect(await waiting()).toHaveLength(1);
  });

  it('replaces the one with its key', async () => {
    const runAt = new Date('2030-01-01T00:00:00Z');
    await queue.add('note', { n: 1 }, { key: 'a' });
    await queue.add('note', { n: 2 }, { key: 'a', runAt });
    expect(await waiting()).toEqual([{ key: 'a', run_at: runAt, attempts: 0 }]);
  });

  it('is not done before its time', async () => {
    await app.init();
    const runAt = new Date(Date.now() + 1500);
    await queue.add('note', {}, { key: 'a', runAt });
    await eventually(count, (found) => found === 1);
    expect(Date.now()).toBeGreaterThanOrEqual(runAt.getTime());
  });

  it('that fails stays, to be tried again', async () => {
    queue.register('fail', () => Promise.reject(new Error('broken')));
    await app.init();
    await queue.add('fail', {}, { key: 'a' });
    const jobs = await eventually(
      () =>
        database.query(
          sql`SELECT attempts, last_error FROM graphile_worker.jobs WHERE last_error IS NOT NULL`,
        ),
      (found) => found.length > 0,
    );
    expect(jobs).toEqual([{ attempts: 1, last_error: 'broken' }]);
  });

  it('is added where it is missing only', async () => {
    const wanted = sql`SELECT key, '{"swept": true}'::json AS payload, NULL::timestamptz AS run_at FROM unnest(ARRAY['a', 'b']) AS key`;
    const runAt = new Date('2030-01-01T00:00:00Z');
    await queue.add('note', {}, { key: 'a', runAt });
    await queue.addMissing('note', wanted);
    expect(await waiting()).toEqual([
      { key: 'a', run_at: runAt, attempts: 0 },
      { key: 'b', run_at: expect.any(Date), attempts: 0 },
    ]);
  });
});

describe('the workers', () => {
  it('wait while the database is away, and go on when it is back', async () => {
    await app.init();
    await queue.add('note', 1, { key: 'a' });
    await eventually(count, (found) => found === 1);
    await killWorkers();
    await queue.add('note', 2, { key: 'b' });
    await eventually(count, (found) => found === 2);
    await killWorkers();
    await queue.add('note', 3, { key: 'c' });
    await eventually(count, (found) => found === 3);
  });

  it('are replaced where they cannot say how a job went, and the job is done again', async () => {
    // The library traces this to stderr by itself.
    const trace = jest.spyOn(console, 'trace').mockReturnValue();
    queue.register('lose', async (payload) => {
      done.push(payload);
      if (done.length === 1) await database.query(sql`ALTER SCHEMA graphile_worker RENAME TO away`);
    });
    await app.init();
    await queue.add('lose', 1, { key: 'a' });
    await eventually(count, (found) => found === 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await database.query(sql`ALTER SCHEMA away RENAME TO graphile_worker`);
    await eventually(count, (found) => found === 2);
    await eventually(waiting, (jobs) => jobs.length === 0);
    trace.mockRestore();
  });

  it('finish what they are doing before they stop, and leave nothing connected', async () => {
    queue.register('slow', async (payload) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      done.push(payload);
    });
    await app.init();
    await queue.add('slow', 1, { key: 'a' });
    await eventually(
      () => database.query(sql`SELECT FROM graphile_worker.jobs WHERE locked_at IS NOT NULL`),
      (found) => found.length === 1,
    );
    await app.close();
    expect(done).toEqual([1]);
  });
});

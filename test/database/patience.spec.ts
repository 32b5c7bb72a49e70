import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import sql from 'sql-template-tag';
import { DataSource } from 'typeorm';
import { Database } from '../../src/database/database.js';
import { requestPool } from '../../src/database/data-source-options.js';
import { quick } from '../../src/database/statement.js';
import type { Problem } from '../../src/shared/errors/problem.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { BlockableWay } from '../support/blockable-way.js';
import { eventually } from '../support/weather-app.js';

const WITHIN = 3000;

let made: TestDatabase;
let way: BlockableWay;
let source: DataSource;
let database: Database;
let outside: pg.Client;

beforeEach(async () => {
  made = await createDatabase();
  way = await BlockableWay.to(made.url);
  source = await new DataSource(requestPool(way.url)).initialize();
  database = new Database(source);
  outside = new pg.Client({ connectionString: made.url });
  await outside.connect();
  await outside.query(
    `CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL); INSERT INTO counters VALUES (1, 0)`,
  );
});
afterEach(async () => {
  await database.onApplicationShutdown();
  await source.destroy();
  await way.close();
  await outside.end();
  await made.drop();
});

interface Outcome {
  readonly said: string;
  readonly took: number;
}

/** What becomes of some work, and how long it took, in milliseconds. */
async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  const began = Date.now();
  const [end] = await Promise.allSettled([work]);
  const took = Date.now() - began;
  if (end.status === 'fulfilled') return { said: 'done', took };
  const { status, code, headers } = end.reason as Problem;
  return { said: `${status} ${code} ${headers['Retry-After'] ?? ''}`.trim(), took };
}

const count = () =>
  database.inTransaction(() => database.query(sql`UPDATE counters SET n = n + 1 WHERE id = 1`));
const counted = async () => (await outside.query<{ n: number }>('SELECT n FROM counters')).rows[0]?.n;
const AWAY = '503 DATABASE_UNAVAILABLE 1';

describe('a PostgreSQL that takes connections and never answers', () => {
  /** On the shared connection, on one of the pool, in a transaction, and as TypeORM asks. */
  const ways: readonly (() => Promise<unknown>)[] = [
    () => database.query(quick`SELECT 1`),
    () => database.query(sql`SELECT 1`),
    count,
    () => database.load((entities) => entities.query('SELECT 1')),
  ];
  const askEach = (times: number) =>
    ways.flatMap((ask) => Array.from({ length: times }, () => outcomeOf(ask())));

  it('is 503 within 3 s, whoever asks; afterwards they go on by themselves', async () => {
    await Promise.all(askEach(5));
    way.blockAll();
    // Some find a connection that is there, some wait for one that gets free, and some come later.
    const first = askEach(5);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const later = askEach(2);
    for (const { said, took } of await Promise.all([...first, ...later])) {
      expect(said).toMatch(/^503 (DATABASE_UNAVAILABLE|TOO_BUSY) 1$/);
      expect(took).toBeLessThan(WITHIN);
    }
    way.open();
    // The row that is counted up may be held for a while by transactions whose clients PostgreSQL does not yet miss.
    await eventually(
      () => outcomeOf(count()),
      ({ said }) => said === 'done',
    );
    for (const { said } of await Promise.all(askEach(5))) expect(said).toBe('done');
  }, 30_000);

  it('is 503 where the answer to COMMIT is lost, and no second attempt is made', async () => {
    let attempts = 0;
    const lost = database.inTransaction(async () => {
      attempts += 1;
      await database.query(sql`UPDATE counters SET n = n + 1 WHERE id = 1`);
      way.block();
    });
    const { said, took } = await outcomeOf(lost);
    expect({ said, attempts }).toEqual({ said: AWAY, attempts: 1 });
    expect(took).toBeLessThan(WITHIN);
    // PostgreSQL knows nothing of the loss: it ends the transaction that waits for its client, and frees what that holds.
    await eventually(
      () => outcomeOf(count()),
      (outcome) => outcome.said === 'done',
    );
    expect(await counted()).toBe(1);
  }, 20_000);
});

describe('connections that are all in use', () => {
  it('for locks that somebody holds, are 503 within 3 s, and nothing is done; then they go on', async () => {
    await outside.query('BEGIN; UPDATE counters SET n = 100');
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => outcomeOf(count())));
    await outside.query('ROLLBACK');
    for (const { said, took } of outcomes) {
      expect(said).toMatch(/^503 (QUERY_TIMEOUT|TOO_BUSY 1)$/);
      expect(took).toBeLessThan(WITHIN);
    }
    expect(await counted()).toBe(0);
    expect((await outcomeOf(count())).said).toBe('done');
    expect(await counted()).toBe(1);
  }, 15_000);

  it('for slow statements, are 503 within 3 s', async () => {
    const slow = () => database.query(sql`SELECT pg_sleep(1.9)`);
    const outcomes = await Promise.all(Array.from({ length: 60 }, () => outcomeOf(slow())));
    expect(outcomes.filter(({ said }) => said === 'done').length).toBeGreaterThanOrEqual(10);
    for (const { said, took } of outcomes) {
      expect(said).toMatch(/^done|^503 (QUERY_TIMEOUT|DATABASE_UNAVAILABLE 1|TOO_BUSY 1)$/);
      expect(took).toBeLessThan(WITHIN);
    }
    expect((await outcomeOf(count())).said).toBe('done');
  }, 15_000);

  it('one after the other for a short time, answer a rush late', async () => {
    const short = () => database.inTransaction(() => database.query(sql`SELECT pg_sleep(0.1)`));
    const outcomes = await Promise.all(Array.from({ length: 400 }, () => outcomeOf(short())));
    expect(outcomes.filter(({ said }) => said !== 'done')).toEqual([]);
    expect(Math.max(...outcomes.map(({ took }) => took))).toBeGreaterThan(WITHIN);
  }, 30_000);

  it('by others are 503 at once', async () => {
    const [row] = await database.query<{ name: string }>(sql`SELECT current_database()::text AS name`);
    await outside.query(`ALTER DATABASE ${row?.name ?? ''} CONNECTION LIMIT 3`);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => outcomeOf(database.query(sql`SELECT pg_sleep(0.5)`))),
    );
    const refused = outcomes.filter(({ said }) => said !== 'done');
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map(({ said }) => said))).toEqual(new Set(['503 TOO_BUSY 1']));
  });
});

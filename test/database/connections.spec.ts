import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AsyncResource } from 'node:async_hooks';
import sql from 'sql-template-tag';
import { SharedConnection } from '../../src/database/shared-connection.js';
import { quick } from '../../src/database/statement.js';
import { BlockableWay } from '../support/blockable-way.js';
import { type OpenDatabase, openDatabase } from '../support/reading.js';

let open: OpenDatabase;

beforeEach(async () => {
  open = await openDatabase();
});
afterEach(() => open.close());

const backend = () => open.database.query<{ pid: number }>(quick`SELECT pg_backend_pid() AS pid`);
const end = (pid: number) => open.database.query(sql`SELECT pg_terminate_backend(${pid}::int)`);
const pidOf = async (): Promise<number> => (await backend())[0]?.pid ?? 0;

describe('quick statements', () => {
  it('share one connection, and each has its own answer', async () => {
    const numbers = Array.from({ length: 300 }, (_, index) => index);
    const answers = await Promise.all(
      numbers.map((n) =>
        open.database.query<{ n: number; pid: number }>(
          quick`SELECT ${n}::int AS n, pg_backend_pid() AS pid`,
        ),
      ),
    );
    expect(answers.map(([row]) => row?.n)).toEqual(numbers);
    expect(new Set(answers.map(([row]) => row?.pid)).size).toBe(1);
  });

  it('fail each for itself', async () => {
    const halves = [1, 0, 2].map((n) =>
      open.database.query<{ half: number }>(quick`SELECT 2 / ${n}::int AS half`),
    );
    const outcomes = await Promise.allSettled(halves);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are part of the transaction under way', async () => {
    const own = await pidOf();
    await open.database.inTransaction(async () => {
      const [row] = await open.database.query<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      expect([await pidOf(), row?.pid === own]).toEqual([row?.pid, false]);
    });
  });

  it('are 503 to those who lose the connection, and go on with another one', async () => {
    const lost = await pidOf();
    const slow = open.database.query(quick`SELECT pg_sleep(1)`);
    const told = expect(slow).rejects.toMatchObject({ status: 503, code: 'DATABASE_UNAVAILABLE' });
    await end(lost);
    await told;
    expect(await pidOf()).not.toBe(lost);
  });
});

describe('the connection of quick statements', () => {
  it('is given up where its way to PostgreSQL is lost without a word', async () => {
    const way = await BlockableWay.to(open.url);
    const shared = new SharedConnection({ connectionString: way.url });
    const ask = () => shared.rows<{ one: number }>(quick`SELECT 1 AS one`);
    expect(await ask()).toEqual([{ one: 1 }]);
    way.block();
    await expect(ask()).rejects.toThrow(/Query read timeout|Connection terminated/);
    expect(await ask()).toEqual([{ one: 1 }]);
    await shared.close();
    await way.close();
  }, 20_000);

  it('that is full serves until the next one is there', async () => {
    const shared = new SharedConnection({ connectionString: open.url });
    const pids = new Set<number>();
    const ask = (n: number) =>
      shared.rows<{ pid: number }>({
        text: `SELECT pg_backend_pid() AS pid, ${n}`,
        values: [],
        prepared: true,
      });
    for (let n = 0; n < 1200; n += 1) pids.add((await ask(n))[0]?.pid ?? 0);
    expect(pids.size).toBeGreaterThanOrEqual(3);
    expect(pids.size).toBeLessThanOrEqual(5);
    await shared.close();
  });

  it('takes nothing once it was closed', async () => {
    const shared = new SharedConnection({ connectionString: open.url });
    await shared.rows(quick`SELECT 1`);
    await shared.close();
    await expect(shared.rows(quick`SELECT 1`)).rejects.toThrow('Connection terminated');
  });
});

describe('a transaction', () => {
  it('that is over takes nothing from what it left behind', async () => {
    let later: () => Promise<unknown> = () => Promise.resolve();
    await open.database.inTransaction(async () => {
      await open.database.query(sql`SELECT 1`);
      const resume = AsyncResource.bind(() => open.database.query(sql`SELECT 1`));
      later = async () => resume();
    });
    await expect(later()).rejects.toThrow('a transaction that is over');
  });
});

describe('any other connection', () => {
  it('may be lost while its statement is under way', async () => {
    const [row] = await open.database.query<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
    const slow = open.database.query(sql`SELECT pg_sleep(1)`);
    const told = expect(slow).rejects.toMatchObject({ status: 503 });
    await open.database.query(quick`SELECT pg_terminate_backend(${row?.pid ?? 0}::int)`);
    await told;
    expect(await open.database.query(sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  it('makes room for a fresh one before it keeps more than 250 prepared statements', async () => {
    const kept: number[] = [];
    for (let n = 0; n < 600; n += 1) {
      const text = `SELECT count(*)::int AS kept, ${n} AS n FROM pg_prepared_statements`;
      const [row] = await open.database.query<{ kept: number }>({ text, values: [], prepared: true });
      kept.push(row?.kept ?? 0);
    }
    expect(Math.max(...kept)).toBeGreaterThan(200);
    expect(Math.max(...kept)).toBeLessThanOrEqual(250);
  });
});

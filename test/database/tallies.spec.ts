import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import sql from 'sql-template-tag';
import { Tallies } from '../../src/database/tallies.js';
import { type OpenDatabase, openDatabase } from '../support/reading.js';

const MEMBERS = 12;
const ITEMS = 400;

let open: OpenDatabase;
let tallies: Tallies;
let pools: readonly [pg.Pool, pg.Pool];

beforeAll(async () => {
  open = await openDatabase();
  tallies = new Tallies(open.database);
  pools = [pool(), pool()];
});
afterAll(async () => {
  await Promise.all(pools.map((each) => each.end()));
  await open.close();
});
beforeEach(async () => {
  await open.database.query(sql`TRUNCATE users, items, runs, loans CASCADE`);
  await open.database.query(sql`INSERT INTO users (username, password_hash)
    SELECT 'member-' || n, 'none' FROM generate_series(1, ${MEMBERS}::int) AS n`);
  await open.database.query(sql`INSERT INTO items (id, description)
    SELECT 'item-' || n, 'a thing' FROM generate_series(1, ${ITEMS}::int) AS n`);
});

const pool = () => new pg.Pool({ connectionString: open.url, max: 8 });

const LEDGERS = [
  { ledger: 'run_tallies', table: 'runs', owner: 'user_id' },
  { ledger: 'loan_tallies', table: 'loans', owner: 'borrower_id' },
] as const;

interface Sum {
  readonly owner: string | null;
  readonly amount: number;
}

const rows = async (text: string): Promise<readonly Sum[]> => (await pools[0].query<Sum>(text)).rows;
const tallied = (ledger: string) =>
  rows(`SELECT owner_id AS owner, sum(amount)::int AS amount FROM ${ledger}
        GROUP BY 1 HAVING sum(amount) <> 0 ORDER BY 1`);
const counted = (table: string, owner: string) =>
  rows(`SELECT ${owner} AS owner, count(*)::int AS amount FROM ${table} GROUP BY 1 ORDER BY 1`);

async function expectExact(): Promise<void> {
  for (const { ledger, table, owner } of LEDGERS) {
    expect(await tallied(ledger)).toEqual(await counted(table, owner));
  }
}

const RUN = `INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone,
    weather_status)
  SELECT id, now() - interval '1 hour', now(), 1000, 1, 2, 3, 4, 'UTC', 'disabled' FROM users
  WHERE username = 'member-' || $1`;
const LOAN = `INSERT INTO loans (item_id, item_description, borrower_id, loaned_at, returned_at)
  SELECT 'item-' || $2, 'a thing', id, now(), now() FROM users WHERE username = 'member-' || $1`;

/** What members and admins do to runs and loans; $1 is one of the members, $2 any number. */
const CHANGES: readonly (readonly [text: string, more: boolean])[] = [
  [RUN, false],
  [LOAN, true],
  [`DELETE FROM runs WHERE id IN (SELECT id FROM runs ORDER BY md5(id::text || $1) LIMIT 1)`, false],
  [
    `UPDATE runs SET user_id = (SELECT id FROM users WHERE username = 'member-' || $1)
     WHERE id IN (SELECT id FROM runs ORDER BY md5(id::text || $2) LIMIT 2)`,
    true,
  ],
  [`UPDATE runs SET distance = 1000 + $2::int WHERE id % $1::int = 0`, true],
  [`DELETE FROM items WHERE id = 'item-' || $1`, false],
];

/** Whoever loses a deadlock, or names a member who was deleted meanwhile, changed nothing. */
const REFUSED = new Set(['40P01', '23503']);

async function change(at: number): Promise<void> {
  const [text, more] = CHANGES[at % CHANGES.length] ?? [RUN, false];
  const turn = Math.floor(at / CHANGES.length);
  const values = more ? [1 + (turn % MEMBERS), 1 + (at % ITEMS)] : [1 + (turn % MEMBERS)];
  const own = pools[at % 2 === 0 ? 0 : 1];
  try {
    await own.query(text, values);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || !REFUSED.has(error.code ?? '')) throw error;
  }
}

describe('tallies', () => {
  it('are exact whatever happens at the same moment, while they are added up too', async () => {
    const changes = Array.from({ length: 1200 }, (_, at) => change(at));
    const additions = Array.from({ length: 10 }, () => tallies.addUp());
    const departures = Array.from({ length: 4 }, (_, at) =>
      pools[1].query(`DELETE FROM users WHERE username = 'member-' || $1`, [1 + at * 3]),
    );
    await Promise.all([...changes, ...additions, ...departures]);
    // Who is left with what is chance: two who have runs, and one who leaves a loan behind, are there in any case.
    for (const member of [2, 3]) await pools[0].query(RUN, [member]);
    await pools[0].query(`INSERT INTO items (id, description) VALUES ('item-last', 'a thing')`);
    await pools[0].query(LOAN, [5, 'last']);
    await pools[0].query(`DELETE FROM users WHERE username = 'member-5'`);
    await expectExact();
    expect((await tallied('run_tallies')).length).toBeGreaterThan(1);
    expect((await tallied('loan_tallies')).some(({ owner }) => owner === null)).toBe(true);
    await tallies.addUp();
    await expectExact();
  });

  it('of one member who begins many times at once are exact', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, at) => pools[at % 2 === 0 ? 0 : 1].query(RUN, [1])));
    expect(await tallied('run_tallies')).toEqual([expect.objectContaining({ amount: 100 })]);
  });

  it('forget what was rolled back', async () => {
    const client = await pools[0].connect();
    await client.query('BEGIN');
    await client.query(RUN, [1]);
    await client.query('ROLLBACK');
    client.release();
    expect(await tallied('run_tallies')).toEqual([]);
  });

  it('are added up to one line for each owner, and none for who has nothing', async () => {
    for (let at = 0; at < 3; at += 1) await pools[0].query(RUN, [1 + (at % 2)]);
    await pools[0].query(`DELETE FROM runs USING users WHERE user_id = users.id AND username = 'member-2'`);
    await tallies.addUp();
    const { rows: lines } = await pools[0].query<{ amount: number }>('SELECT amount FROM run_tallies');
    expect(lines).toEqual([{ amount: 2 }]);
  });

  it('start anew with a table that is emptied', async () => {
    await pools[0].query(RUN, [1]);
    await pools[0].query('TRUNCATE runs CASCADE');
    await pools[0].query(RUN, [2]);
    await expectExact();
  });
});

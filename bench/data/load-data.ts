import type { Client } from 'pg';
import { hashPassword } from '../../src/users/passwords.js';
import { withBareTables } from './bare-tables.js';
import { PASSWORD } from './members.js';
import { RUNS_OF_A_RUNNER, type Size } from './size.js';

type Step = readonly [text: string, values: readonly unknown[]];

/**
 * Fills a migrated database, the same way each time: PostgreSQL makes the rows itself, so that a million take seconds.
 * Members are numbered from 1, runners first; number 0 is the admin. The highest items are on loan.
 */
export async function loadData(client: Client, size: Size, log: (line: string) => void = () => undefined) {
  const { members, runners, runs, items, closedLoans, openLoans } = size;
  const people: readonly Step[] = [
    [`INSERT INTO mode (mode) VALUES ('admin-operated') ON CONFLICT DO NOTHING`, []],
    [MEMBERS, [members, await hashPassword(PASSWORD)]],
    [
      `INSERT INTO user_roles SELECT id, CASE username WHEN 'member-0' THEN 'admin' ELSE 'regular' END FROM users`,
      [],
    ],
    [SESSIONS, [members]],
  ];
  const runsOfAll: readonly Step[] = [
    ['SELECT setseed(0.5)', []],
    [RUNS, [runners * RUNS_OF_A_RUNNER, runs, runners, members]],
  ];
  const things: readonly Step[] = [
    [ITEMS, [items]],
    ['ANALYZE items', []],
    [CLOSED_LOANS, [closedLoans, items - openLoans, members]],
    [OPEN_LOANS, [items - openLoans + 1, items, members]],
  ];
  const take = async (steps: readonly Step[]): Promise<void> => {
    for (const [text, values] of steps) await client.query(text, [...values]);
  };
  await take(people);
  await withBareTables(client, ['runs', 'items', 'loans'], async () => {
    log(`Loading ${runs} runs of ${members} members`);
    await take(runsOfAll);
    log(`Loading ${items} items and ${closedLoans + openLoans} loans`);
    await take(things);
    log('Making indexes and foreign keys');
  });
  await client.query('VACUUM (ANALYZE)');
}

/** All have one password: hashing ten thousand takes minutes. */
const MEMBERS = `
  INSERT INTO users (id, username, password_hash, email, first_name, time_zone)
  SELECT md5('member ' || n)::uuid, 'member-' || n, $2, 'member-' || n || '@club.example', 'Member', 'Europe/Berlin'
  FROM generate_series(0, $1::int) n`;

const SESSIONS = `
  INSERT INTO sessions (id, user_id, expires_at)
  SELECT md5('session ' || n)::uuid, md5('member ' || n)::uuid, now() + interval '1 day'
  FROM generate_series(0, $1::int) n`;

/** The first $1 runs are those of the $3 runners; all others have the rest in turn. Three of four have weather. */
const RUNS = `
  INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone,
    weather_info, weather_status, created_at, updated_at)
  SELECT md5('member ' || CASE WHEN n <= $1::int THEN 1 + n % $3::int ELSE $3 + 1 + n % ($4::int - $3) END)::uuid,
    at, at + interval '1 s' * (900 + n % 5400), 2000 + n % 15000,
    48 + n % 997 / 1e4, 7.8 + n % 991 / 1e4, 48 + n % 983 / 1e4, 7.8 + n % 977 / 1e4, 'Europe/Berlin',
    CASE WHEN n % 4 > 0 THEN jsonb_build_object('temperature', n % 300 / 10.0, 'apparent_temperature', n % 300 / 10.0,
      'humidity', n % 100, 'precipitation', 0, 'wind_speed', 2.1, 'wind_direction', n % 360, 'wind_gusts', 5.1,
      'cloud_cover', n % 100, 'pressure', 1013.2, 'condition', 'clear', 'code', 0,
      'observed_at', to_char(date_trunc('hour', at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.000"Z"'),
      'provider', 'open-meteo') END,
    CASE WHEN n % 4 > 0 THEN 'ok' ELSE 'disabled' END, at, at
  FROM (
    SELECT n, date_trunc('milliseconds', timestamptz '2026-01-01 00:00Z' - random() * interval '730 days') AS at
    FROM generate_series(1, $2::int) n
  ) numbered`;

const ITEMS = `
  INSERT INTO items (id, description)
  SELECT 'item-' || n,
    (ARRAY['Cordless drill', 'Trekking bike', 'Two-person tent', 'Wheelbarrow', 'Football', 'Kayak'])[1 + n % 6]
      || ' number ' || n
  FROM generate_series(1, $1::int) n`;

/** The further loans of an item are the older ones, so that none overlap. */
const CLOSED_LOANS = `
  INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, returned_by_id, loaned_at, due_at, returned_at)
  SELECT items.id, description, md5('member ' || 1 + n % $3::int)::uuid, md5('member 0')::uuid, md5('member 0')::uuid,
    at, at + interval '14 days', at + interval '3 days'
  FROM (
    SELECT n, timestamptz '2026-01-01 00:00Z' - interval '7 days' * (1 + n / $2::int) AS at
    FROM generate_series(0, $1::int - 1) n
  ) numbered JOIN items ON items.id = 'item-' || 1 + n % $2`;

const OPEN_LOANS = `
  INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, loaned_at, due_at)
  SELECT items.id, description, md5('member ' || 1 + n % $3::int)::uuid, md5('member 0')::uuid,
    timestamptz '2026-01-05 00:00Z', timestamptz '2026-01-19 00:00Z'
  FROM generate_series($1::int, $2::int) n JOIN items ON items.id = 'item-' || n`;

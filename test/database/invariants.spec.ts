import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { violations } from '../support/invariants.js';

let made: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  made = await createDatabase();
  client = new pg.Client({ connectionString: made.url });
  await client.connect();
  await client.query(SOUND);
});
afterAll(async () => {
  await client.end();
  await made.drop();
});
beforeEach(() => client.query('BEGIN'));
afterEach(() => client.query('ROLLBACK'));

const ANN = '00000000-0000-0000-0000-00000000000a';
const BOB = '00000000-0000-0000-0000-00000000000b';

/** A small club in which nothing is wrong. */
const SOUND = `
  INSERT INTO users (id, username, email, password_hash, first_admin)
    VALUES ('${ANN}', 'ann', 'ann@example.org', 'x', true), ('${BOB}', 'bob', 'bob@example.org', 'x', false);
  INSERT INTO user_roles VALUES ('${ANN}', 'admin'), ('${BOB}', 'regular');
  INSERT INTO mode (mode) VALUES ('self-service');
  INSERT INTO sessions (id, user_id, expires_at) VALUES (gen_random_uuid(), '${BOB}', now() + interval '1 hour');
  INSERT INTO items (id, description) VALUES ('drill', 'drill'), ('saw', 'saw');
  INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, loaned_at, returned_at)
    VALUES ('drill', 'drill', '${ANN}', '${ANN}', now() - interval '2 hours', now() - interval '1 hour'),
      ('drill', 'drill', '${BOB}', '${ANN}', now() - interval '1 hour', NULL);
  INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone, weather_status)
    VALUES ('${BOB}', now() - interval '1 hour', now(), 1000, 1, 2, 3, 4, 'Asia/Kolkata', 'pending');
  INSERT INTO weather_attempts SELECT id, 'unavailable', 1, now(), now() FROM runs;
  INSERT INTO idempotency_keys VALUES ('${BOB}', 'hash', 'POST', '/runs', 'hash', 201, '{}', '{}', now() + interval '1 day');`;

const drop = (table: string, ...constraints: string[]): string =>
  `ALTER TABLE ${table} ${constraints.map((name) => `DROP CONSTRAINT ${name}`).join(', ')};`;
const OPEN_LOAN = `INSERT INTO loans (item_id, item_description, borrower_id, loaned_at)`;

/** Each rule, and what breaks it alone once the schema no longer stands in the way. */
const BREAKS: readonly (readonly [rule: RegExp, ...statements: string[]])[] = [
  [
    /an item has one open loan at most.*drill/,
    'DROP INDEX loans_one_open_per_item',
    `${OPEN_LOAN} VALUES ('drill', 'drill', '${ANN}', now())`,
  ],
  [/loans of one item do not overlap/, `UPDATE loans SET returned_at = now() WHERE returned_at IS NOT NULL`],
  [
    /comes back after it was lent/,
    drop('loans', 'loans_returned_after_loaned'),
    `UPDATE loans SET returned_at = loaned_at - interval '1 second' WHERE returned_at IS NOT NULL`,
  ],
  [
    /an open loan has its item/,
    drop('loans', 'loans_open_has_borrower'),
    'UPDATE loans SET borrower_id = NULL WHERE returned_at IS NULL',
  ],
  [
    /a loan that names an item or a person/,
    drop('loans', 'loans_lent_by'),
    'UPDATE loans SET lent_by_id = gen_random_uuid()',
  ],
  [/an active user may manage roles/, `UPDATE roles SET permissions = '{}' WHERE name = 'admin'`],
  [/one first admin/, 'UPDATE users SET first_admin = false'],
  [/one first admin/, `UPDATE user_roles SET role_name = 'regular'`],
  [
    /a username is one user’s/,
    'DROP INDEX users_username_unique',
    `UPDATE users SET username = 'ANN' WHERE username = 'bob'`,
  ],
  [
    /an email is one user’s/,
    'DROP INDEX users_email_unique',
    `UPDATE users SET email = 'Ann@example.org' WHERE username = 'bob'`,
  ],
  [/a user has a role.*bob/, `DELETE FROM user_roles WHERE user_id = '${BOB}'`],
  [/a role that is held/, drop('user_roles', 'user_roles_role'), `DELETE FROM roles WHERE name = 'regular'`],
  [/the built-in roles/, `UPDATE roles SET permissions = '{runs}' WHERE name = 'usermanager'`],
  [/a session that counts/, `UPDATE users SET active = false WHERE username = 'bob'`],
  [/there is one mode/, 'DELETE FROM mode'],
  [/a run belongs to a user/, drop('runs', 'runs_user'), 'UPDATE runs SET user_id = gen_random_uuid()'],
  [
    /date and duration/,
    'ALTER TABLE runs ALTER COLUMN date DROP EXPRESSION',
    'UPDATE runs SET date = date + 1',
  ],
  [
    /date and duration/,
    'ALTER TABLE runs ALTER COLUMN duration DROP EXPRESSION',
    'UPDATE runs SET duration = 1',
  ],
  [/a run has weather if/, drop('runs', 'runs_weather_when_ok'), `UPDATE runs SET weather_info = '{}'`],
  [/a plan to ask for weather/, `UPDATE runs SET weather_status = 'failed'`],
  [/runs are counted right/, 'UPDATE run_tallies SET amount = amount + 1'],
  [/loans are counted right/, 'DELETE FROM loan_tallies'],
  [
    /a kept answer belongs/,
    drop('idempotency_keys', 'idempotency_keys_user'),
    'UPDATE idempotency_keys SET user_id = gen_random_uuid()',
  ],
  [/a kept answer is that of a success/, 'UPDATE idempotency_keys SET status = 409'],
];

describe('the checker of invariants', () => {
  it('finds nothing wrong where nothing is', async () => {
    expect(await violations(client)).toEqual([]);
  });

  it.each(BREAKS)('%s', async (rule, ...statements) => {
    for (const statement of statements) await client.query(statement);
    expect((await violations(client)).join('\n')).toMatch(rule);
  });
});

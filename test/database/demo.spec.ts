import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DEMO_PASSWORD } from '../../src/demo/accounts.js';
import { demonstrate } from '../../src/demo/demonstrate.js';
import { NotEmptyError } from '../../src/demo/fill-club.js';
import { isPassword } from '../../src/users/passwords.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { Club, type Member } from '../support/club.js';
import { runBody } from '../support/run-body.js';
import { ADMIN_PASSWORD, testSettings } from '../support/settings.js';

const OPTIONS = { seed: 1, members: 40, items: 120, now: new Date() };

const fill = async (databaseUrl: string): Promise<string[]> => {
  const lines: string[] = [];
  await demonstrate(testSettings(databaseUrl), OPTIONS, (line) => lines.push(line));
  return lines;
};

describe('a demonstration beside a running server', () => {
  let club: Club;
  let lines: string[];
  let coach: Member;
  beforeAll(async () => {
    club = await Club.open();
    lines = await fill(club.databaseUrl);
    coach = await club.login('cora', DEMO_PASSWORD);
  });
  afterAll(() => club.close());

  const count = async (condition: string): Promise<number> => {
    const { rows } = await club.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${condition}`,
    );
    return rows[0]?.count ?? -1;
  };

  it('says what it made, a line for each step', async () => {
    expect(lines).toEqual([
      '2 roles of the club’s own',
      '45 members',
      '120 items',
      `${await count('loans')} loans, ${await count('loans WHERE returned_at IS NULL')} of them open`,
      `${await count('runs')} runs`,
    ]);
    expect(await count('runs')).toBeGreaterThan(1000);
  });

  it.each([
    [
      'loans of one item overlap',
      'loans a JOIN loans b ON a.item_id = b.item_id AND a.id < b.id AND a.returned_at > b.loaned_at',
    ],
    ['a loan is of the future', 'loans WHERE greatest(loaned_at, returned_at) > now()'],
    ['a loan is older than its item', 'loans JOIN items ON items.id = item_id WHERE loaned_at < created_at'],
    [
      'a loan is older than its borrower',
      'loans JOIN users ON users.id = borrower_id WHERE loaned_at < created_at',
    ],
    [
      'an inactive member holds something',
      'loans JOIN users ON users.id = borrower_id WHERE returned_at IS NULL AND NOT active',
    ],
    ['a run is of the future', 'runs WHERE greatest(end_time, created_at) > now()'],
    [
      'a run is older than its runner',
      'runs JOIN users ON users.id = user_id WHERE start_time < users.created_at',
    ],
    [
      'a run has another zone than its runner',
      'runs JOIN users ON users.id = user_id WHERE runs.time_zone <> users.time_zone',
    ],
    ['a run is older than two years', `runs WHERE start_time < now() - interval '731 days'`],
    [
      'a run waits for old weather',
      `runs WHERE weather_status = 'pending' AND end_time < now() - interval '3 hours'`,
    ],
    ['a member has no role', 'users WHERE NOT EXISTS (SELECT FROM user_roles WHERE user_id = id)'],
  ])('it never happens that %s', async (_, condition) => {
    expect(await count(condition)).toBe(0);
  });

  it.each([['open'], ['overdue'], ['returned']])('has %s loans', async (status) => {
    const { body } = await club.admin.jsonApi.get(`/loans?filter[status]=${status}`);
    expect(body.meta.count).toBeGreaterThan(0);
  });

  it.each(['/users', '/loan-items', '/loans', '/runs', '/roles'])('lists %s', async (path) => {
    const { status, body } = await club.admin.jsonApi.get(path);
    expect(status).toBe(200);
    expect(body.data.length).toBeGreaterThanOrEqual(5);
  });

  it('reports the weeks of a member who runs a lot to the coach', async () => {
    const { status, body } = await coach.plain.get('/runs/summary?filter[user]=bob');
    expect(status).toBe(200);
    expect(body.reports.length).toBeGreaterThan(80);
    expect(Number(body.reports[0].average_speed)).toBeGreaterThan(1.5);
  });

  it('lets the quartermaster lend', async () => {
    const quartermaster = await club.login('quinn', DEMO_PASSWORD);
    const { body } = await quartermaster.plain.get('/loan-items?filter[available]=true&limit=1');
    const [item] = body.loan_items ?? body['loan-items'];
    const answer = await quartermaster.plain.put(`/loan-items/${item.id}`, { loanedto: 'asha' });
    expect(answer).toMatchObject({ status: 200, body: { 'loan-item': { loanedto: 'asha' } } });
  });

  it('refuses to be given twice, and changes nothing', async () => {
    const before = await club.everything();
    await expect(fill(club.databaseUrl)).rejects.toThrow(NotEmptyError);
    expect(await club.everything()).toEqual(before);
  });
});

describe('a database that holds something', () => {
  let club: Club;
  beforeEach(async () => {
    club = await Club.open();
  });
  afterEach(() => club.close());

  it.each([
    ['members', () => club.join('ann')],
    ['items', () => club.admin.plain.post('/loan-items', { description: 'wheelbarrow' })],
    ['runs', () => club.admin.plain.post('/runs', runBody())],
    ['roles of its own', () => club.role('coach', ['runs'])],
  ])('such as %s is refused and left alone', async (what, add) => {
    await add();
    const before = await club.everything();
    await expect(fill(club.databaseUrl)).rejects.toThrow(`The database is not empty: it has ${what}.`);
    expect(await club.everything()).toEqual(before);
  });
});

describe('a database that no server has seen', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  it('gets its first admin and its mode too, as the settings have them', async () => {
    await fill(database.url);
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ username: string; password_hash: string; mode: string }>(
      'SELECT username, password_hash, mode FROM users, mode WHERE first_admin',
    );
    await client.end();
    expect(rows).toMatchObject([{ username: 'admin', mode: 'admin-operated' }]);
    expect(await isPassword(ADMIN_PASSWORD, rows[0]?.password_hash ?? null)).toBe(true);
  });
});

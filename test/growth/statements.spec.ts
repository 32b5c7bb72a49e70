import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { fresh } from '../support/bodies.js';
import { type Answer, Client } from '../support/client.js';
import { Club } from '../support/club.js';
import { addCrowd } from '../support/crowd.js';
import { runBody } from '../support/run-body.js';
import { testSettings } from '../support/settings.js';
import { StatementCounter } from '../support/statement-counter.js';

const MANY = 600;

let club: Club;
let counter: StatementCounter;
let app: NestFastifyApplication;
let admin: Client;

beforeAll(async () => {
  club = await Club.open();
  await addCrowd(club, MANY);
  await club.database.query(
    `INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone,
       weather_status)
     SELECT id, now() - interval '2 hours', now(), 1000, 1, 2, 3, 4, 'UTC', 'disabled' FROM users`,
  );
  await club.database.query(
    `INSERT INTO items (id, description) SELECT 'item-' || n, 'drill' FROM generate_series(1, $1::int) n`,
    [MANY],
  );
  await club.database.query(
    `INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, loaned_at)
     SELECT 'item-' || row_number() OVER (), 'drill', id, id, now() FROM users WHERE username LIKE 'member%'`,
  );
  counter = await StatementCounter.open(club.databaseUrl);
  app = await createApp(testSettings(counter.url));
  await app.listen(0, '127.0.0.1');
  admin = new Client(await app.getUrl(), 'plain', club.admin.token);
}, 60_000);
afterAll(async () => {
  await app.close();
  await counter.close();
  await club.close();
});

/** With the one that finds the caller, and those that begin and end a transaction. */
const REQUESTS: readonly (readonly [route: string, statements: number, ask: () => Promise<Answer>])[] = [
  ['GET /health/live', 0, () => admin.get('/health/live')],
  ['GET /me', 2, () => admin.get('/me')],
  ['GET /users', 2, () => admin.get('/users')],
  ['GET /users/{username}', 2, () => admin.get('/users/member1')],
  ['GET /users/{username}/runs', 3, () => admin.get('/users/member1/runs')],
  ['GET /users/{username}/loans', 3, () => admin.get('/users/member1/loans')],
  ['GET /loan-items', 2, () => admin.get('/loan-items')],
  ['GET /loan-items/{id}', 2, () => admin.get('/loan-items/item-1')],
  ['GET /loan-items/{id}/loans', 3, () => admin.get('/loan-items/item-1/loans')],
  ['GET /loans', 2, () => admin.get('/loans')],
  ['GET /loans/{id}', 2, () => admin.get('/loans/1')],
  ['GET /runs', 2, () => admin.get('/runs')],
  [
    'GET /runs, filtered and sorted',
    2,
    () => admin.get('/runs?filter[user.email][is_null]=&sort=user,-distance'),
  ],
  ['GET /runs, by cursor', 2, () => admin.get('/runs?page[after]=')],
  ['GET /runs/{id}', 2, () => admin.get('/runs/1')],
  ['GET /runs/summary', 2, () => admin.get('/runs/summary')],
  ['GET /mode', 1, () => admin.get('/mode')],
  ['GET /sessions', 2, () => admin.get('/sessions')],
  ['GET /roles', 2, () => admin.get('/roles')],
  ['GET /audit-events', 2, () => admin.get('/audit-events')],
  ['POST /runs', 5, () => admin.post('/runs', runBody())],
  ['PATCH /runs/{id}', 8, () => admin.patch('/runs/1', { distance: 2000 })],
  ['DELETE /runs/{id}', 6, async () => admin.delete(`/runs/${await freshRun()}`)],
  ['POST /loan-items', 5, () => admin.post('/loan-items', { id: fresh('new-'), description: 'drill' })],
  ['PATCH /loan-items/{id}', 6, () => admin.patch('/loan-items/item-1', { description: fresh('saw ') })],
  ['POST /loans', 8, async () => admin.post('/loans', { item: await freshItem() })],
  ['POST /loans/{id}/return', 8, async () => admin.post(`/loans/${await freshLoan()}/return`)],
  ['PUT /mode', 4, () => admin.put('/mode', { mode: 'admin-operated' })],
];

/** What a request needs beforehand goes past the counter. */
const freshRun = async (): Promise<string> => (await club.admin.plain.post('/runs', runBody())).body.run.id;
async function freshItem(): Promise<string> {
  const id = fresh('free-');
  await club.admin.plain.post('/loan-items', { id, description: 'drill' });
  return id;
}
const freshLoan = async (): Promise<string> =>
  (await club.admin.plain.post('/loans', { item: await freshItem() })).body.loan.id;

describe('a request', () => {
  it.each(REQUESTS)('%s needs %i statements', async (_, expected, ask) => {
    const statements = await counter.during(async () => expect((await ask()).status).toBeLessThan(300));
    expect(statements.map(short)).toHaveLength(expected);
  });
});

describe('the use of a session', () => {
  const noted = /UPDATE sessions SET last_used_at/;
  const ask = async (age: string) => {
    await club.database.query(`UPDATE sessions SET last_used_at = now() - $1::interval`, [age]);
    expect((await admin.get('/mode')).status).toBe(200);
    // It is noted while the request goes on.
    await new Promise((resolve) => setTimeout(resolve, 100));
  };

  it('is noted by one more statement, once a minute', async () => {
    const often = await counter.during(() => ask('50 seconds'));
    expect(often.map(short)).toHaveLength(1);
    const seldom = await counter.during(() => ask('70 seconds'));
    expect(seldom.map(short)).toEqual([expect.any(String), expect.stringMatching(noted)]);
  });
});

const short = (statement: string): string => statement.replaceAll(/\s+/g, ' ').slice(0, 150);

/** Each include is one statement, however many records it finds, and whoever names them. */
const PAGES: readonly (readonly [path: string, statements: number])[] = [
  ['/runs?include=user', 3],
  ['/loans?include=item,borrower,lent_by,returned_by', 6],
  ['/loans?include=item.loanedto', 4],
  ['/loan-items?include=loanedto', 3],
  ['/users?sort=username', 2],
  ['/runs?sort=-user&include=user&page[after]=', 3],
];

describe('a page', () => {
  it.each(PAGES)('of %s needs as many statements for 500 records as for 5: %i', async (path, expected) => {
    const jsonApi = new Client(admin.baseUrl, 'jsonApi', admin.token);
    for (const size of [5, 500]) {
      const statements = await counter.during(async () => {
        const { body } = await jsonApi.get(`${path}&page[size]=${size}`);
        expect(body.data).toHaveLength(size);
      });
      expect(statements.map(short)).toHaveLength(expected);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app.js';
import { hashing } from '../../src/users/passwords.js';
import { refused } from '../support/answers.js';
import type { Answer } from '../support/client.js';
import { Client } from '../support/client.js';
import { Club, PASSWORD } from '../support/club.js';
import { tally } from '../support/crowd.js';
import { add, operate } from '../support/operations.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD, SECRET_KEY, testSettings } from '../support/settings.js';
import { StatementCounter } from '../support/statement-counter.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
  await club.join('bob');
});
afterAll(() => club.close());

describe('a wrong login', () => {
  let counter: StatementCounter;
  let app: NestFastifyApplication;
  let guesser: Client;
  beforeAll(async () => {
    counter = await StatementCounter.open(club.databaseUrl);
    app = await createApp(testSettings(counter.url, { LOGIN_LIMIT: '1000/600' }));
    await app.listen(0, '127.0.0.1');
    guesser = new Client(await app.getUrl(), 'plain', null);
  });
  afterAll(async () => {
    await app.close();
    await counter.close();
  });

  const guess = (username: string) => guesser.post('/login', { username, password: 'wrong password' });
  /** All that a client sees, but what differs from one request to the next. */
  const seen = ({ status, headers, body }: Answer) => ({
    status,
    body: JSON.stringify(body),
    headers: [...headers]
      .filter(([name]) => !['date', 'x-request-id'].includes(name))
      .map(([name, value]) => [name, value.replace(/;t=\d+$/, '')]),
  });

  it('is answered alike to the byte, whether or not there is such a user', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [known, unknown] = [await guess('bob'), await guess('nobody')];
      expect(seen(unknown)).toEqual(seen(known));
      expect(known.status).toBe(401);
    }
  });

  it('costs the same statements and one hash, whether or not there is such a user', async () => {
    const cost = async (username: string) => {
      const before = hashing.finished;
      const statements = await counter.during(() => guess(username));
      // The counter asks three times.
      return { statements, hashes: (hashing.finished - before) / 3 };
    };
    const known = await cost('bob');
    expect(known.hashes).toBe(1);
    expect(known.statements.length).toBeGreaterThan(2);
    expect(await cost('nobody')).toEqual(known);
  });
});

describe('a password for somebody else', () => {
  it.each([
    ['admin', 403],
    ['nobody', 404],
  ])('%s is refused before anything is hashed', async (username, status) => {
    const { plain } = await club.login('bob');
    const before = hashing.finished;
    const answer = await refused(club, () =>
      plain.patch(`/users/${username}`, { password: 'a new password' }),
    );
    expect([answer.status, hashing.finished]).toEqual([status, before]);
  });
});

describe('500 logins at once', () => {
  const ASKED = 500;
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start({
      DATABASE_URL: club.databaseUrl,
      SECRET_KEY,
      ADMIN_PASSWORD,
      LOGIN_LIMIT: 'off',
    });
  }, 60_000);
  afterAll(() => server.stop());

  it('stop nobody else: what does not fit is 503, known or not, and soon all is as before', async () => {
    const client = server.client();
    const right = { username: 'bob', password: PASSWORD };
    const kinds = [right, { ...right, password: 'wrong password' }, { ...right, username: 'nobody' }];
    const logins = Array.from({ length: ASKED }, (_, at) => client.post('/login', kinds[at % 3]));
    const progress = { isOver: false };
    const all = Promise.all(logins).finally(() => (progress.isOver = true));
    const member = new Client(server.url, 'plain', club.admin.token);
    const meanwhile: Promise<Answer>[] = [];
    while (!progress.isOver) {
      meanwhile.push(client.get('/health/live'), client.get('/health/ready'), member.get('/runs'));
      await Promise.race([all, Promise.all(meanwhile.slice(-3))]);
    }
    const answers = await all;
    expect(Object.keys(await tally(meanwhile))).toEqual(['200']);
    expect(meanwhile.length).toBeGreaterThan(3);

    const counts = kinds.map((_, kind) =>
      answers.filter((__, at) => at % 3 === kind).map(({ status }) => status),
    );
    expect(counts.map((found) => [...new Set(found)].sort())).toEqual([
      [200, 503],
      [401, 503],
      [401, 503],
    ]);
    const turnedAway = answers.filter(({ status }) => status === 503);
    for (const { body, headers } of turnedAway) {
      expect(body).toMatchObject({ code: 'BUSY' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await client.post('/login', right)).status).toBe(200);
  }, 60_000);
});

describe('lists of registrations at once', () => {
  const LISTS = 10;
  const EACH = 8;

  it('leave connections to others: what does not fit is 503, and nothing of it is kept', async () => {
    const mallory = await club.join('mallory');
    const before = await club.database.query('SELECT FROM users');
    const lists = Array.from({ length: LISTS }, (_, list) =>
      operate(
        mallory,
        Array.from({ length: EACH }, (__, at) =>
          add('user', { username: `m-${list}-${at}`, password: PASSWORD }),
        ),
      ),
    );
    expect((await mallory.plain.get('/runs')).status).toBe(200);
    const answers = await Promise.all(lists);
    const refusals = answers.filter(({ status }) => status !== 200);
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.length).toBeLessThan(LISTS);
    for (const { status, headers, body } of refusals) {
      expect({ status, code: body.errors[0].code }).toEqual({ status: 503, code: 'BUSY' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    const after = await club.database.query('SELECT FROM users');
    expect((after.rowCount ?? 0) - (before.rowCount ?? 0)).toBe((LISTS - refusals.length) * EACH);
  });
});

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { cases } from '../../bench/cases.js';
import type { Script } from '../../bench/cases/request.js';
import { type Club, survey } from '../../bench/data/club.js';
import { loadData } from '../../bench/data/load-data.js';
import type { Size } from '../../bench/data/size.js';
import { tokenMaker } from '../../bench/data/tokens.js';
import { createFloor } from '../../bench/floor/floor.js';
import { BASE } from '../../bench/floor/window.js';
import { growthLines, measureGrowth } from '../../bench/growth.js';
import { runLoad } from '../../bench/load/run-load.js';
import { verifySame } from '../../bench/verify.js';
import { createApp } from '../../src/create-app.js';
import { signingKey } from '../../src/auth/token.js';
import { PRINTED_TYPES } from '../../src/database/printed-types.js';
import { Random } from '../../src/demo/random.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { SECRET_KEY, testSettings } from '../support/settings.js';

const SIZE: Size = { members: 20, runners: 2, runs: 2500, items: 60, closedLoans: 150, openLoans: 12 };
const CONNECTIONS = 4;

let database: TestDatabase;
let club: Club;
let app: NestFastifyApplication;
let pool: pg.Pool;
let floor: Server;
let ports: readonly [number, number];
const tokenOf = tokenMaker(SECRET_KEY);

/** Indexes, constraints and triggers, as PostgreSQL prints them. */
const STRUCTURES = `
  SELECT indexdef AS text FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat(tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
  ORDER BY 1`;
let before: unknown;
let after: unknown;

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const scriptsOf = (name: string): Script[] => {
  const random = new Random(1);
  const script = cases.find((one) => one.name === name)?.script;
  if (!script) throw new Error(`There is no case ${name}.`);
  return Array.from({ length: CONNECTIONS }, (_, index) => script(random, club, index, CONNECTIONS));
};
const count = async (condition: string): Promise<number> => {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${condition}`);
  return rows[0]?.count ?? -1;
};

beforeAll(async () => {
  database = await createDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 4, types: PRINTED_TYPES });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  before = (await client.query(STRUCTURES)).rows;
  await loadData(client, SIZE);
  after = (await client.query(STRUCTURES)).rows;
  club = await survey(client, SIZE);
  await client.end();
  app = await createApp(testSettings(database.url, { PUBLIC_URL: BASE }));
  await app.listen(0, '127.0.0.1');
  floor = createFloor(pool, signingKey(SECRET_KEY)).listen(0, '127.0.0.1');
  await once(floor, 'listening');
  ports = [portOf(floor), portOf(app.getHttpServer())];
});
afterAll(async () => {
  floor.closeAllConnections();
  floor.close();
  await app.close();
  await pool.end();
  await database.drop();
});

describe('the data', () => {
  it.each([
    [20, `users WHERE username <> 'member-0'`],
    [2500, 'runs'],
    [1000, `runs JOIN users ON users.id = user_id WHERE username = 'member-1'`],
    [1000, `runs JOIN users ON users.id = user_id WHERE username = 'member-2'`],
    [60, 'items'],
    [162, 'loans'],
    [12, 'loans WHERE returned_at IS NULL'],
    [
      0,
      'loans a JOIN loans b ON a.item_id = b.item_id AND a.id <> b.id AND a.loaned_at BETWEEN b.loaned_at AND b.returned_at',
    ],
    [1, `user_roles WHERE role_name = 'admin'`],
  ])('has %d %s', async (expected, condition) => {
    expect(await count(condition)).toBe(expected);
  });

  it('leaves every index, constraint and trigger as it was', () => {
    expect(JSON.stringify(before)).toContain('loans_one_open_per_item');
    expect(JSON.stringify(before)).toContain('OCREATE TRIGGER loans_change_item');
    expect(JSON.stringify(before)).toContain('FOREIGN KEY (user_id) REFERENCES users(id)');
    expect(after).toEqual(before);
  });
});

describe.each(cases.map(({ name }) => [name]))('%s', (name) => {
  it('is answered by the floor byte for byte as by the server', async () => {
    const [script] = scriptsOf(name);
    if (script) await verifySame(ports, script, tokenOf);
  });

  it.each([
    ['floor', 0],
    ['server', 1],
  ] as const)('can be measured on the %s', async (_, index) => {
    const round = await runLoad(ports[index], scriptsOf(name), tokenOf, 0.2);
    expect(round.requests).toBeGreaterThanOrEqual(CONNECTIONS);
    expect(round.p50).toBeGreaterThan(0);
    expect(round.p99).toBeGreaterThanOrEqual(round.p50);
  });
});

describe('a benchmark', () => {
  const get: Script = () => ({ method: 'GET', path: '/runs/1', member: 2, expect: 200 });

  it('ends where a server answers something else', async () => {
    const other = createServer((_, response) => response.end('{"data":null}')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    await expect(verifySame([portOf(other), ports[1]], get, tokenOf)).rejects.toThrow(
      '/runs/1: the floor answers',
    );
    other.closeAllConnections();
    other.close();
  });

  it.each([['content-type'], ['link'], ['x-total-count'], ['location']])(
    'ends where a server says something else in %s',
    async (header) => {
      const others = ['one', 'other'].map((value) =>
        createServer((_, response) => response.setHeader(header, value).end('{}')).listen(0, '127.0.0.1'),
      );
      await Promise.all(others.map((other) => once(other, 'listening')));
      const [one = 0, other = 0] = others.map(portOf);
      await expect(verifySame([one, other], get, tokenOf)).rejects.toThrow(`${header}: other`);
      for (const server of others) server.closeAllConnections();
      for (const server of others) server.close();
    },
  );

  it('tells how long pages take at depth and with count', async () => {
    const growth = await measureGrowth(ports[1], club, tokenOf, 3);
    expect(growth.depth).toBeCloseTo(growth.deepPage / growth.firstPage);
    const [depth, counts] = growthLines(growth, club);
    expect(depth).toMatch(
      /^Growth, depth: .* takes \d+\.\d\d ms, the one at depth 1 250 \d+\.\d\d ms: \d+\.\d\d times/,
    );
    expect(counts).toMatch(
      /^Growth, count: .* all 2 500 runs .* takes \d+\.\d\d ms, of all 162 loans \d+\.\d\d ms$/,
    );
  });

  it.each([
    ['floor', 0],
    ['server', 1],
  ] as const)('ends where the %s refuses, rather than counting refusals', async (_, index) => {
    const forged = () => 'no.good.token';
    await expect(runLoad(ports[index], [get], forged, 0.2)).rejects.toThrow('/runs/1 answered 401');
  });

  it('ends where a server goes away', async () => {
    const mute = createServer((_, response) => response.destroy()).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    await expect(runLoad(portOf(mute), [get], tokenOf, 0.2)).rejects.toThrow('closed a connection');
    mute.close();
  });
});

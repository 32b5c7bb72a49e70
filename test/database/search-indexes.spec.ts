import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { ADMIN_URL, onDatabase, urlFrom } from '../setup/server-urls.js';
import { ServerProcess } from '../support/server-process.js';
import { ADMIN_PASSWORD } from '../support/settings.js';

let database: TestDatabase;
let name: string;
let superuser: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  name = new URL(database.url).pathname.slice(1);
  superuser = new pg.Client({ connectionString: onDatabase(urlFrom(ADMIN_URL), name) });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await database.drop();
});

/** What a start says, and whether a search works then. */
async function start(): Promise<{ readonly warnings: readonly string[]; readonly found: number }> {
  const server = await ServerProcess.start({
    DATABASE_URL: database.url,
    SECRET_KEY: 'a-key-for-tests-of-32-bytes-or-more',
    ADMIN_PASSWORD,
  });
  const admin = await server.login('admin', ADMIN_PASSWORD);
  const { body } = await admin.get('/loan-items?contains=RILL');
  await server.stop();
  const warnings = server.output().match(/Searches in texts.*/g) ?? [];
  return { warnings, found: body['loan-items'].length };
}

async function indexes(): Promise<readonly string[]> {
  const { rows } = await superuser.query<{ name: string }>(
    `SELECT indexname AS name FROM pg_indexes WHERE indexdef LIKE '%trgm%' ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

describe('the indexes for searches', () => {
  it('are there where the server offers the extension', async () => {
    expect(await indexes()).toEqual(['items_by_description', 'loans_by_item_description']);
    expect((await start()).warnings).toEqual([]);
  });

  it('are done without, in one line, where we may not make the extension', async () => {
    await superuser.query('DROP EXTENSION pg_trgm CASCADE');
    await superuser.query(`ALTER DATABASE ${name} OWNER TO postgres`);
    await superuser.query(`INSERT INTO items (id, description) VALUES ('1', 'Cordless drill')`);
    const { warnings, found } = await start();
    expect(warnings).toEqual([
      expect.stringMatching(/contains.* read all rows.* pg_trgm: permission denied to create extension/),
    ]);
    expect(found).toBe(1);
    expect(await indexes()).toEqual([]);
  });

  it('come with the first start after it is there, wherever it was put', async () => {
    await superuser.query('CREATE SCHEMA "Further things"');
    await superuser.query('GRANT USAGE ON SCHEMA "Further things" TO kitroom');
    await superuser.query('CREATE EXTENSION pg_trgm SCHEMA "Further things"');
    await superuser.query('GRANT CREATE ON SCHEMA public TO kitroom');
    expect(await start()).toEqual({ warnings: [], found: 1 });
    expect(await indexes()).toHaveLength(2);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { migrate } from '../../src/database/migrate.js';
import { createDatabase, type TestDatabase } from '../setup/database.js';
import { describeSchema } from '../support/schema.js';

const ROOT = join(import.meta.dirname, '../..');

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** TypeORM's own command line, through `ormconfig.ts` as it was built. */
const typeorm = (command: string) =>
  promisify(execFile)(process.execPath, ['node_modules/typeorm/cli.js', command, '-d', 'dist/ormconfig.js'], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: database.url },
  });

describe('migrations', () => {
  it('go up, down and up again to the same schema, by the command line too', async () => {
    const up = await describeSchema(client);
    expect(up.length).toBeGreaterThan(100);
    const { rows } = await client.query<{ count: number }>('SELECT count(*)::int FROM migrations');
    for (let left = rows[0]?.count ?? 0; left > 0; left -= 1) await typeorm('migration:revert');
    expect(await describeSchema(client)).toEqual([]);
    await typeorm('migration:run');
    // The indexes that depend on what the server offers come with the next start.
    await migrate(database.url);
    expect(await describeSchema(client)).toEqual(up);
  });

  it('name every constraint and index themselves', async () => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT conname AS name FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 'migrations'::regclass
      UNION SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'migrations'`);
    // The forms of PostgreSQL's own names, and of TypeORM's.
    expect(rows.filter(({ name }) => /_(pkey|fkey|check|idx)\d*$|^[A-Z]+_[0-9a-f]{20}/.test(name))).toEqual(
      [],
    );
  });

  it('index every foreign key', async () => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT conname AS name FROM pg_constraint c
      WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_index WHERE indrelid = c.conrelid AND indpred IS NULL
          AND (indkey::int2[])[0:cardinality(c.conkey) - 1] = c.conkey)`);
    expect(rows).toEqual([]);
  });
});

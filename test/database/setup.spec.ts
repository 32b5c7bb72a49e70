import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDatabase, type TestDatabase } from '../setup/database.js';

describe('the database of a test', () => {
  let first: TestDatabase;
  let second: TestDatabase;

  beforeAll(async () => {
    [first, second] = await Promise.all([createDatabase(), createDatabase()]);
  });

  afterAll(async () => {
    await first.drop();
    await second.drop();
  });

  it('is migrated', async () => {
    expect(await value(first.url, 'SELECT count(*)::int FROM runs')).toBe(0);
  });

  it('is not shared', async () => {
    await value(first.url, 'CREATE TABLE mine ()');
    expect(await value(second.url, "SELECT to_regclass('mine')")).toBeNull();
  });

  it('belongs to a role that is no superuser', async () => {
    expect(await value(first.url, 'SELECT usesuper FROM pg_user WHERE usename = current_user')).toBe(false);
    expect(await value(first.url, 'CREATE EXTENSION IF NOT EXISTS btree_gist')).toBeUndefined();
  });

  it('can be dropped while somebody uses it', async () => {
    const dropped = await createDatabase();
    const client = new pg.Client({ connectionString: dropped.url });
    const losses: Error[] = [];
    client.on('error', (error) => losses.push(error));
    await client.connect();
    await dropped.drop();
    expect(losses[0]).toMatchObject({ code: '57P01' });
    await expect(dropped.drop()).resolves.toBeUndefined();
  });
});

async function value(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<[unknown]>({ text: statement, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

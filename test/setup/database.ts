import pg from 'pg';
import { ADMIN_URL, APP_URL, onDatabase, TEMPLATE, urlFrom } from './server-urls.js';

/** A database of a test's own. */
export interface TestDatabase {
  /** As the application's role, which owns it and is no superuser. */
  readonly url: string;
  /** Removes it, and disconnects whoever still uses it. */
  drop(): Promise<void>;
}

let made = 0;

/** A fresh database with all migrations applied and nothing in it. */
export const createDatabase = (): Promise<TestDatabase> => create(TEMPLATE);

/** A fresh database without any table. */
export const createBlankDatabase = (): Promise<TestDatabase> => create('template1');

async function create(template: string): Promise<TestDatabase> {
  // Test files each have their own copy of this module, so the counter alone would repeat.
  const name = `test_${process.env['JEST_WORKER_ID'] ?? '0'}_${process.hrtime.bigint()}_${(made += 1)}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER kitroom STRATEGY file_copy`);
  return {
    url: onDatabase(urlFrom(APP_URL), name),
    drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlFrom(ADMIN_URL) });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

import { DataSource } from 'typeorm';
import { requestPool } from '../../src/database/data-source-options.js';
import { Database } from '../../src/database/database.js';
import { type TestDatabase, createDatabase } from '../setup/database.js';

export interface OpenDatabase {
  readonly database: Database;
  readonly url: string;
  close(): Promise<void>;
}

/** A test's own database, through the pool that requests use. */
export async function openDatabase(): Promise<OpenDatabase> {
  const made: TestDatabase = await createDatabase();
  const source = await new DataSource(requestPool(made.url)).initialize();
  const close = async (): Promise<void> => {
    await source.destroy();
    await made.drop();
  };
  return { database: new Database(source), url: made.url, close };
}

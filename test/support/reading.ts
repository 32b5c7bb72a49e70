import { DataSource } from 'typeorm';
import { requestPool } from '../../src/database/data-source-options.js';
import { Sql } from 'sql-template-tag';
import { Database } from '../../src/database/database.js';
import type { Catalog } from '../../src/shared/query/catalog.js';
import { fill, type Inputs } from '../../src/shared/query/parameter.js';
import { Reader } from '../../src/shared/reading/reader.js';
import { Records } from '../../src/shared/reading/records.js';
import { type TestDatabase, createDatabase } from '../setup/database.js';

export interface OpenDatabase {
  readonly database: Database;
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A test's own database, through the pool that requests use, with the entities that the test writes. Tests fill it with
 * statements that take longer than a request may.
 */
export async function openDatabase(...entities: readonly (new () => object)[]): Promise<OpenDatabase> {
  const made: TestDatabase = await createDatabase();
  const { extra, ...options } = requestPool(made.url);
  const patient = { ...(extra as object), answerTimeoutMillis: undefined };
  const source = await new DataSource({ ...options, extra: patient, entities: [...entities] }).initialize();
  const database = new Database(source);
  const close = async (): Promise<void> => {
    await database.onApplicationShutdown();
    await source.destroy();
    await made.drop();
  };
  return { database, url: made.url, close };
}

export const readerOf = (database: Database, catalog: Catalog): Reader =>
  new Reader(new Records(database, catalog), catalog);

/** A composed statement with one request's values, to be part of another. */
export const filled = ({ strings, values }: Sql, inputs: Inputs): Sql =>
  new Sql(strings, fill(values, inputs));

/** What of a row is the record's own, for the outside: what reading needs beside it is marked with `#`. */
export const shown = (row: object | null | undefined): object =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => !name.startsWith('#')));

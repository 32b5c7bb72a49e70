import sql, { join, raw } from 'sql-template-tag';
import type { Database } from '../database/database.js';

/** The columns of a table: of which type, and what of a row goes there. */
export type Columns<T> = Readonly<Record<string, readonly [type: string, value: (row: T) => unknown]>>;

/** So many rows travel in one statement. */
const BATCH = 5000;

/** Stores rows in their order, each column as one array. */
export async function insertRows<T>(
  database: Database,
  table: string,
  rows: readonly T[],
  columns: Columns<T>,
): Promise<void> {
  const names = join(Object.keys(columns).map((name) => raw(name)));
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH);
    const arrays = Object.values(columns).map(([type, value]) => sql`${batch.map(value)}::${raw(type)}[]`);
    await database.query(sql`INSERT INTO ${raw(table)} (${names}) SELECT * FROM unnest(${join(arrays)})`);
  }
}

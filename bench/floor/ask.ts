import type { KeyObject } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Kind } from './documents.js';
import type { Window } from './window.js';
import type { Bearer } from './token.js';

/** A statement that is prepared under its name, once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** What a handler may use. */
export interface Request {
  readonly pool: Pool;
  readonly bearer: Bearer;
  readonly time_zone: string;
  readonly permissions: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Who logs in, and what signs the token. */
export interface Anonymous {
  readonly pool: Pool;
  readonly key: KeyObject;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a handler found. */
export type Found =
  | { readonly status: 200 | 201; readonly kind: Kind; readonly row: Row }
  | { readonly status: 200; readonly kind: Kind; readonly page: readonly PageRow[]; readonly window: Window }
  | { readonly status: 200; readonly object: object }
  | { readonly status: 401 | 403 | 404 | 500 };

/** A row as a statement answers it. */
export interface Row {
  readonly id: string;
  readonly '#count'?: number;
  readonly '#position'?: readonly string[];
  readonly '#visible'?: boolean;
  readonly [column: string]: unknown;
}

/** An empty page still has a row, with the count of the list alone. */
export type PageRow = Row | { readonly id: null; readonly '#count'?: number };

/** The rows of a prepared statement. */
export async function ask<T>(
  on: Pick<Pool | PoolClient, 'query'>,
  statement: Statement,
  values: readonly unknown[],
): Promise<T[]> {
  const { rows } = await on.query({ ...statement, values: [...values] });
  return rows as T[];
}

export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('START TRANSACTION');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // The connection goes with its transaction.
    client.release(true);
    throw error;
  }
}

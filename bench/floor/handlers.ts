import type { Pool, PoolClient } from 'pg';
import type { Bearer } from './token.js';
import {
  itemDocument,
  type ItemRow,
  type ReportRow,
  reportsDocument,
  runDocument,
  type RunRow,
  runsDocument,
  type Window,
} from './documents.js';
import * as statements from './statements.js';
import type { Statement } from './statements.js';

/** What a handler may use. */
export interface Request {
  readonly pool: Pool;
  readonly bearer: Bearer;
  readonly username: string;
  readonly permissions: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

type Answer = Promise<{ readonly status: number; readonly document: object }>;

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** The rows of a prepared statement. */
export async function ask<T>(on: Queryable, statement: Statement, values: readonly unknown[]): Promise<T[]> {
  const { rows } = await on.query({ ...statement, values: [...values] });
  return rows as T[];
}

export async function readRun({ pool, bearer }: Request, id: string): Answer {
  const [row] = await ask<RunRow>(pool, statements.RUN, [id, bearer.sub]);
  if (!row) return { status: 404, document: {} };
  return row.visible ? { status: 200, document: runDocument(row) } : { status: 403, document: {} };
}

export async function listRuns({ pool, bearer }: Request, window: Window): Answer {
  const rows = await ask<RunRow>(pool, statements.RUNS, [bearer.sub, window.size, offsetOf(window)]);
  return { status: 200, document: runsDocument(rows.filter(isFound), rows[0]?.count ?? 0, window) };
}

export async function listReports({ pool, bearer }: Request, window: Window): Answer {
  const rows = await ask<ReportRow>(pool, statements.REPORT, [bearer.sub, window.size, offsetOf(window)]);
  return { status: 200, document: reportsDocument(rows.filter(isFound), rows[0]?.count ?? 0, window) };
}

export async function addRun({ pool, bearer, username, body }: Request): Answer {
  const [owner] = await ask<{ id: string; time_zone: string }>(pool, statements.OWNER, [username]);
  const times = [body.start_time, body.end_time].map((time) => new Date(String(time)));
  const numbers = [body.distance, body.start_lat, body.start_lng, body.end_lat, body.end_lng].map(Number);
  return inTransaction(pool, async (client) => {
    const values = [owner?.id, ...times, ...numbers, owner?.time_zone];
    const [run] = await ask<{ id: string }>(client, statements.ADD_RUN, values);
    const [row] = await ask<RunRow>(client, statements.RUN, [run?.id, bearer.sub]);
    return row ? { status: 201, document: runDocument(row) } : { status: 500, document: {} };
  });
}

/** With the permission `loans` only: the benchmark's lender is an admin. */
export async function changeItem({ pool, bearer, permissions, body }: Request, id: string): Answer {
  if (!permissions.includes('loans')) return { status: 403, document: {} };
  return inTransaction(pool, async (client) => {
    const [item] = await ask<{ description: string }>(client, statements.LOCK_ITEM, [id]);
    if (!item) return { status: 404, document: {} };
    const borrower = typeof body.loanedto === 'string' ? await borrowerOf(client, body.loanedto) : null;
    const [loan] = await ask<{ id: string }>(client, statements.OPEN_LOAN, [id]);
    if (loan) await ask(client, statements.GIVE_BACK, [bearer.sub, loan.id]);
    if (borrower) await ask(client, statements.LEND, [id, item.description, borrower, bearer.sub]);
    const [row] = await ask<ItemRow>(client, statements.ITEM, [id]);
    return row ? { status: 200, document: itemDocument(row) } : { status: 500, document: {} };
  });
}

async function borrowerOf(client: PoolClient, username: string): Promise<string | undefined> {
  const [user] = await ask<{ id: string }>(client, statements.LOCK_BORROWER, [username]);
  return user?.id;
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
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

/** A list without rows still has one, with its count alone. */
const isFound = ({ id }: { readonly id: string | null }): boolean => id !== null;

const offsetOf = ({ number, size }: Window): number => (number - 1) * size;

import type { PoolClient } from 'pg';
import { ask, type Found, inTransaction, type Request, type Row } from './ask.js';
import { ITEM as ITEM_KIND, RUN as RUN_KIND } from './documents.js';
import { ITEM, RUN } from './statements.js';
import * as statements from './writing-statements.js';

export async function addRun({ pool, bearer, time_zone, body }: Request): Promise<Found> {
  const times = [body['start_time'], body['end_time']].map((time) => new Date(String(time)));
  const numbers = ['distance', 'start_lat', 'start_lng', 'end_lat', 'end_lng'].map((name) =>
    Number(body[name]),
  );
  return inTransaction(pool, async (client) => {
    const values = [bearer.sub, ...times, ...numbers, time_zone];
    const [run] = await ask<{ id: string }>(client, statements.ADD_RUN, values);
    const [row] = await ask<Row>(client, RUN, [run?.id, bearer.sub]);
    return row ? { status: 201, kind: RUN_KIND, row } : { status: 500 };
  });
}

/** With the permission `loans` only: the benchmark's lender is the admin. */
export async function changeItem({ pool, bearer, permissions, body }: Request, id: string): Promise<Found> {
  if (!permissions.includes('loans')) return { status: 403 };
  return inTransaction(pool, async (client) => {
    const [item] = await ask<{ description: string }>(client, statements.LOCK_ITEM, [id]);
    if (!item) return { status: 404 };
    const { loanedto } = body;
    const borrower = typeof loanedto === 'string' ? await borrowerOf(client, loanedto) : null;
    const [loan] = await ask<{ id: string; borrower_id: string }>(client, statements.OPEN_LOAN, [id]);
    if (loan) await ask(client, statements.GIVE_BACK, [loan.borrower_id, bearer.sub, loan.id]);
    if (borrower) await ask(client, statements.LEND, [id, item.description, borrower, bearer.sub]);
    const [row] = await ask<Row>(client, ITEM, [id]);
    return row ? { status: 200, kind: ITEM_KIND, row } : { status: 500 };
  });
}

async function borrowerOf(client: PoolClient, username: string): Promise<string | undefined> {
  const [user] = await ask<{ id: string }>(client, statements.LOCK_BORROWER, [username]);
  return user?.id;
}

import sql, { type Sql, empty, raw } from 'sql-template-tag';
import type { Parameter } from './parameter.js';

/** How many rows an owner has by the ledger that the database keeps of them; null: how many there are of everybody. */
export function tallied(ledger: string, ownerId: string | Parameter | null): Sql {
  const whose = ownerId === null ? empty : sql` WHERE owner_id = ${ownerId}`;
  return sql`(SELECT coalesce(sum(amount), 0)::int FROM ${raw(ledger)}${whose})`;
}

import pg from 'pg';
import sql, { type Sql } from 'sql-template-tag';
import { auditEventResource } from '../../src/audit/audit-event.resource.js';
import type { Database } from '../../src/database/database.js';
import { itemResource } from '../../src/loans/item.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { runResource } from '../../src/runs/run.resource.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import { cursorScope, writeCursor } from '../../src/shared/query/cursor.js';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import { parseListQuery } from '../../src/shared/query/list-params.js';
import type { Position } from '../../src/shared/query/page-window.js';
import type { Resource, Viewer } from '../../src/shared/query/resource.js';
import { type PageOptions, compilePage } from '../../src/shared/query/select.js';
import { POSITION } from '../../src/shared/query/window.js';
import { userResource } from '../../src/users/user.resource.js';
import { filled } from './reading.js';

/** Of all that the club keeps. */
export const catalog = new Catalog([
  runResource,
  userResource,
  itemResource,
  loanResource,
  auditEventResource,
]);

interface Request {
  readonly resource: Resource;
  readonly viewer: Viewer;
  readonly pairs: readonly Pair[];
  readonly options?: PageOptions;
}

/** The statement for a page, as a request sends it. */
function statementOf({ resource, viewer, pairs, options }: Request): Sql {
  const query = parseListQuery(pairs, { resource, catalog, viewer, plain: false });
  const composed = compilePage({ catalog, viewer }, resource, query, options);
  return filled(composed, { viewer, page: query.page });
}

/** What PostgreSQL does for a page, line by line; with ANALYZE it does it, and tells what it touched. */
export async function planOf(
  database: Database,
  request: Request,
  how: 'plan' | 'run' = 'plan',
): Promise<string> {
  const explain = how === 'plan' ? sql`EXPLAIN` : sql`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF)`;
  const lines = await database.query<{ 'QUERY PLAN': string }>(sql`${explain} ${statementOf(request)}`);
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

/**
 * The cursor of the record with this number in a list: what a client has who read so far. To walk there takes longer than
 * a request may, so it is asked on a connection of its own.
 */
export async function cursorAt(url: string, request: Request, depth: number): Promise<string> {
  const { resource, viewer, pairs } = request;
  const place: readonly Pair[] = [...pairs, ['page[after]', ''], ['page[count]', 'false']];
  const { text, values } = sql`${statementOf({ ...request, pairs: place })} OFFSET ${depth}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ [POSITION]: Position }>(text, values);
  await client.end();
  const [row] = rows;
  if (!row) throw new Error(`The list has no ${depth} records.`);
  const { sort, parameters } = parseListQuery(pairs, { resource, catalog, viewer, plain: false });
  return writeCursor(cursorScope(resource, sort, parameters), row[POSITION]);
}

/** The pages of 8 KiB that the statement of a plan looked at. */
export function blocksOf(plan: string): number {
  const [, hit, read] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan) ?? [];
  return Number(hit ?? 0) + Number(read ?? 0);
}

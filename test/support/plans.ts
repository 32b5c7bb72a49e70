import sql from 'sql-template-tag';
import type { Database } from '../../src/database/database.js';
import { itemResource } from '../../src/loans/item.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { runResource } from '../../src/runs/run.resource.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import type { Pair } from '../../src/shared/query/flat-pairs.js';
import { parseListQuery } from '../../src/shared/query/list-params.js';
import type { Resource, Viewer } from '../../src/shared/query/resource.js';
import { type PageOptions, compilePage } from '../../src/shared/query/select.js';
import { userResource } from '../../src/users/user.resource.js';
import { filled } from './reading.js';

export const catalog = new Catalog([runResource, userResource, itemResource, loanResource]);

interface Request {
  readonly resource: Resource;
  readonly viewer: Viewer;
  readonly pairs: readonly Pair[];
  readonly options?: PageOptions;
}

/** What PostgreSQL does for a page, line by line; with ANALYZE it does it, and tells what it touched. */
export async function planOf(
  database: Database,
  { resource, viewer, pairs, options }: Request,
  how: 'plan' | 'run' = 'plan',
): Promise<string> {
  const query = parseListQuery(pairs, { resource, catalog, viewer, plain: false });
  const composed = compilePage({ catalog, viewer }, resource, query, options);
  const statement = filled(composed, { viewer, page: query.page });
  const explain = how === 'plan' ? sql`EXPLAIN` : sql`EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, SUMMARY OFF)`;
  const lines = await database.query<{ 'QUERY PLAN': string }>(sql`${explain} ${statement}`);
  return lines.map((line) => line['QUERY PLAN']).join('\n');
}

/** The pages of 8 KiB that the statement of a plan looked at. */
export function blocksOf(plan: string): number {
  const [, hit, read] = /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan) ?? [];
  return Number(hit ?? 0) + Number(read ?? 0);
}

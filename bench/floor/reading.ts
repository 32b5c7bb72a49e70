import { readCursor } from '../../src/shared/query/cursor.js';
import { SCOPE_OF_RUNS } from '../cases/reading.js';
import { ask, type Found, type PageRow, type Request, type Row, type Statement } from './ask.js';
import * as kinds from './documents.js';
import type { Kind } from './documents.js';
import * as statements from './statements.js';
import type { Window } from './window.js';

export async function readRun({ pool, bearer }: Request, id: string): Promise<Found> {
  const [row] = await ask<Row>(pool, statements.RUN, [id, bearer.sub]);
  if (!row) return { status: 404 };
  return row['#visible'] ? { status: 200, kind: kinds.RUN, row } : { status: 403 };
}

/** With the permission `items` only: the benchmark's reader is the admin. */
export async function readItem({ pool, permissions }: Request, id: string): Promise<Found> {
  if (!permissions.includes('items')) return { status: 403 };
  const [row] = await ask<Row>(pool, statements.ITEM, [id]);
  return row ? { status: 200, kind: kinds.ITEM, row } : { status: 404 };
}

export function listRuns(request: Request, window: Window): Promise<Found> {
  if (request.permissions.includes('runs')) return listAllRuns(request, window);
  const filter = window.given.get('filter');
  const { sub } = request.bearer;
  if (filter !== null) {
    return list(request, kinds.RUN, window, statements.FITTING_RUNS, [sub, ...valuesOf(filter)]);
  }
  const statement = window.counted ? statements.OWN_RUNS : statements.OWN_RUNS_UNCOUNTED;
  return list(request, kinds.RUN, window, statement, [sub]);
}

function listAllRuns(request: Request, window: Window): Promise<Found> {
  if (window.after === null) return list(request, kinds.RUN, window, statements.ALL_RUNS, []);
  const position = readCursor(SCOPE_OF_RUNS, window.after) ?? [];
  return list(request, kinds.RUN, window, statements.ALL_RUNS_AFTER, position);
}

export function listReports(request: Request, window: Window): Promise<Found> {
  return list(request, kinds.REPORT, window, statements.REPORTS, [request.bearer.sub]);
}

export async function listItems(request: Request, window: Window): Promise<Found> {
  if (!request.permissions.includes('items')) return { status: 403 };
  const text = window.given.get('filter[description][icontains]') ?? '';
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return list(request, kinds.ITEM, window, statements.ITEMS_CONTAINING, [pattern]);
}

async function list(
  { pool }: Request,
  kind: Kind,
  window: Window,
  statement: Statement,
  values: readonly unknown[],
): Promise<Found> {
  return { status: 200, kind, page: await ask<PageRow>(pool, statement, values), window };
}

/** Of the one filter that the benchmark sends, all values in their order. */
function valuesOf(filter: string): readonly unknown[] {
  const values: unknown[] = [];
  JSON.parse(filter, (key, value: unknown) => {
    if (key === 'val') values.push(value);
    return value;
  });
  return values;
}

import type { ListQuery, OneQuery } from '../query/list-query.js';
import type { PageWindow, Position } from '../query/page-window.js';
import type { Resource, Viewer } from '../query/resource.js';
import { MOST_OFFSET } from '../query/page-params.js';

/** All that the columns of a resource depend on; `what` tells one kind of statement from others. */
export function columnsKey(what: string, { type }: Resource, viewer: Viewer, query: OneQuery): string {
  const fields = query.fields.get(type);
  const shown = fields ? [...fields].sort().join() : '*';
  const followed = query.include?.map(([name]) => name).join() ?? '';
  return `${what} ${type} ${viewer.rights} ${shown} ${followed}`;
}

/** All that the statement of a page without a filter depends on. */
export function pageKey(what: string, resource: Resource, viewer: Viewer, query: ListQuery): string {
  const sort = query.sort.map(({ name, descending }) => (descending ? `-${name}` : name)).join();
  return `${columnsKey(what, resource, viewer, query)} ${sort} ${windowKey(query.page)}`;
}

function windowKey(page: PageWindow): string {
  const size = `${page.counted ? 'counted' : ''} ${page.limit}`;
  if (page.style === 'cursor') {
    return `${size} ${page.backward ? 'back' : 'on'} ${nullsOf(page.after)} ${nullsOf(page.before)}`;
  }
  return `${size} ${page.offset > 0 ? 'from' : 'first'} ${page.offset + page.limit > MOST_OFFSET ? 'deep' : ''}`;
}

/** Nulls are compared in other words than values. */
const nullsOf = (position: Position | null): string =>
  position?.map((value) => (value === null ? '0' : '1')).join('') ?? '-';

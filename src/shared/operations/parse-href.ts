import type { Catalog } from '../query/catalog.js';
import { malformed, unknown } from './faults.js';
import type { Target } from './operation.js';

/**
 * What a link leads to: a collection (`/runs`), a record (`/runs/7`) or a relationship (`/runs/7/relationships/user`).
 * It may begin with the base of our own links. Throws 400 for what is no such link, and 404 for any other path: what is
 * no resource (logging in, say) is no operation.
 */
export function parseHref(href: unknown, pointer: string, catalog: Catalog, base: string): Target {
  if (typeof href !== 'string') throw malformed(pointer, 'The `href` must be text.');
  if (/[?#]/.test(href)) throw malformed(pointer, 'The `href` must be without parameters and fragment.');
  const path = href.startsWith(`${base}/`) ? href.slice(base.length) : href;
  const [start, collection, id, fixed, relationship, ...more] = path
    .split('/')
    .map((part) => decode(part, pointer));
  const resource = catalog.all().find((each) => each.collection === collection);
  const fits = more.length === 0 && (fixed === undefined || (fixed === 'relationships' && relationship));
  if (start !== '' || !resource || !fits) {
    throw unknown(pointer, 'There is nothing at this path that operations change.', 'UNKNOWN_PATH');
  }
  return {
    resource,
    record: id === undefined ? null : { by: 'id', name: id },
    relationship: relationship ?? null,
  };
}

function decode(part: string, pointer: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) throw malformed(pointer, 'The `href` is not percent-encoded UTF-8.');
    throw error;
  }
}

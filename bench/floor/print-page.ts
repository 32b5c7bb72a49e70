import { writeCursor } from '../../src/shared/query/cursor.js';
import { SCOPE_OF_RUNS } from '../cases/reading.js';
import type { Found, PageRow, Row } from './ask.js';
import type { Kind } from './documents.js';
import { type Headers, JSON_API, jsonapi, PLAIN, type Printed } from './print.js';
import { BASE, linksByCursor, linksByNumber, SIZE, type Window } from './window.js';

interface Shown {
  readonly kind: Kind;
  readonly rows: readonly Row[];
  readonly window: Window;
  readonly links: object;
  /** Null where nobody counted. */
  readonly count: number | null;
  /** Of each row; null where the page was asked for by number. */
  readonly cursors: readonly string[] | null;
}

const PROFILE = 'http://jsonapi.org/profiles/ethanresnick/cursor-pagination/';
const PROFILED: Headers = { 'content-type': `application/vnd.api+json; profile="${PROFILE}"` };

export function printPage(
  { kind, page, window }: Extract<Found, { window: Window }>,
  plain: boolean,
): Printed {
  const count = window.counted ? (page[0]?.['#count'] ?? 0) : null;
  const hasMore = page.length > SIZE;
  const rows = page.slice(0, SIZE).filter(isFound);
  const cursors = window.after === null ? null : rows.map(cursorOf);
  const links = cursors
    ? linksByCursor(window, cursors[0] ?? '', cursors.at(-1) ?? '', hasMore)
    : linksByNumber(window, count, hasMore);
  const shown = { kind, rows, window, links, count, cursors };
  return plain ? flatPage(shown) : document(shown);
}

function flatPage({ kind, rows, links, count }: Shown): Printed {
  const type: Headers = count === null ? PLAIN : { ...PLAIN, 'x-total-count': count };
  const text = JSON.stringify({ [kind.collection]: rows.map(kind.flat) });
  return { headers: { ...type, link: linkHeader(links) }, text };
}

function document({ kind, rows, window, links: others, count, cursors }: Shown): Printed {
  const links = { self: `${BASE}${window.path}${window.search}`, ...others };
  if (cursors === null) {
    const meta = count === null ? {} : { meta: { count } };
    return {
      headers: JSON_API,
      text: JSON.stringify({ data: rows.map(kind.resource), links, ...meta, jsonapi }),
    };
  }
  const data = rows.map((row, at) => ({ ...kind.resource(row), meta: { page: { cursor: cursors[at] } } }));
  const profiled = { ...jsonapi, profile: [PROFILE] };
  return {
    headers: PROFILED,
    text: JSON.stringify({ data, links, meta: { page: {} }, jsonapi: profiled }),
  };
}

/** What stands in a cursor is the server's affair: both write it by the same function. */
const cursorOf = (row: Row): string => writeCursor(SCOPE_OF_RUNS, row['#position'] ?? []);

const isFound = (row: PageRow): row is Row => row.id !== null;

const linkHeader = (links: object): string =>
  Object.entries(links)
    .filter(([, url]) => url !== null)
    .map(([relation, url]) => `<${String(url)}>; rel="${relation}"`)
    .join(', ');

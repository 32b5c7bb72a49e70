import type { Page } from '../reading/answer.js';
import type { Pair } from '../query/flat-pairs.js';
import type { CursorWindow, OffsetWindow } from '../query/page-window.js';
import { MOST_OFFSET, PAGE_COUNT, PAGE_PARAMETERS, PLAIN_PAGE_PARAMETERS } from '../query/page-params.js';

/** The pages around one page; null where there is none. */
export interface PageLinks {
  readonly first: string;
  readonly prev: string | null;
  readonly next: string | null;
  /** Absent where only counting, or walking there, would tell. */
  readonly last?: string;
}

/** What is known of the page itself. */
export type Around = Pick<Page, 'query' | 'count' | 'around'>;

/** The URL of the same list with these parameters for its page. */
type At = (page: readonly Pair[]) => string;

/** The pages around one page of a list, each with the client's other parameters. */
export function pageLinks(
  page: Around,
  parameters: readonly Pair[],
  address: (parameters: readonly Pair[]) => string,
): PageLinks {
  const kept = parameters.filter(([name]) => !PLACES.has(name));
  const at: At = (place) => address([...kept, ...place]);
  const window = page.query.page;
  return window.style === 'cursor' ? linksByCursor(window, page, at) : linksByNumber(window, page, at);
}

const PLACES: ReadonlySet<string> = new Set(
  [...PAGE_PARAMETERS, ...PLAIN_PAGE_PARAMETERS].filter((name) => name !== PAGE_COUNT),
);

function linksByNumber(window: OffsetWindow, { count, around }: Around, at: At): PageLinks {
  const { offset, limit } = window;
  const last = count === null ? null : Math.max(0, Math.ceil(count / limit) - 1) * limit;
  const hasNext = count === null ? around.more : offset + limit < count;
  const page = (start: number): string => at(numbered(window, start));
  return {
    first: page(0),
    prev: offset > 0 ? page(Math.max(0, Math.min(offset - limit, last ?? Infinity))) : null,
    next: hasNext ? nextByNumber(window, around.cursors, at) : null,
    ...(last !== null && last <= MOST_OFFSET && { last: page(last) }),
  };
}

/** Where numbers end, cursors go on. */
function nextByNumber(window: OffsetWindow, cursors: readonly string[] | null, at: At): string | null {
  const { offset, limit } = window;
  if (offset + limit <= MOST_OFFSET) return at(numbered(window, offset + limit));
  const cursor = cursors?.at(-1);
  return cursor === undefined ? null : at(beside('page[after]', cursor, limit));
}

function numbered({ style, limit }: OffsetWindow, start: number): readonly Pair[] {
  if (style === 'offset') {
    return [
      ['limit', String(limit)],
      ['offset', String(start)],
    ];
  }
  return [
    ['page[number]', String(start / limit + 1)],
    ['page[size]', String(limit)],
  ];
}

/**
 * What lies on the far side of a page is known, as that is where it was read to. On the near side there is its cursor,
 * which mostly is a record's: a link leads there without looking, and may find nobody. An empty page has the same
 * neighbours as the gap that it is.
 */
function linksByCursor(window: CursorWindow, { query, around }: Around, at: At): PageLinks {
  const { after, before, backward, limit } = window;
  const cursors = around.cursors ?? [];
  const sent = new Map(query.parameters);
  const hasPrev = backward ? around.more : after !== null;
  const hasNext = before !== null || (!backward && around.more);
  const prev = cursors[0] ?? sent.get('page[before]') ?? '';
  const next = cursors.at(-1) ?? sent.get('page[after]') ?? '';
  return {
    first: at(beside('page[after]', '', limit)),
    prev: hasPrev ? at(beside('page[before]', prev, limit)) : null,
    next: hasNext ? at(beside('page[after]', next, limit)) : null,
    last: at(beside('page[before]', '', limit)),
  };
}

const beside = (name: string, cursor: string, limit: number): readonly Pair[] => [
  [name, cursor],
  ['page[size]', String(limit)],
];

/** `Link` (RFC 8288) of a plain list. */
export const linkHeader = (links: PageLinks): string =>
  Object.entries(links)
    .filter(([, url]) => url !== null)
    .map(([relation, url]) => `<${url}>; rel="${relation}"`)
    .join(', ');

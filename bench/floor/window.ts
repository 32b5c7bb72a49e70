/** The base of all links: what the server is given as PUBLIC_URL. */
export const BASE = 'http://club.example';

const DEFAULT_SIZE = 20;
const DEEPEST = 100_000;

/** Which rows of a list, and how the client asked for them. */
export interface Window {
  readonly path: string;
  /** As the client wrote it, encoded, with its question mark. */
  readonly search: string;
  /** The parameters that say nothing of the page, as they were written; links keep them. */
  readonly kept: readonly string[];
  readonly given: URLSearchParams;
  readonly size: number;
  readonly offset: number;
  readonly counted: boolean;
  /** The cursor after which the page begins; null where it is asked for by number. */
  readonly after: string | null;
}

const PLACE = /^page%5B(?:number|size|after)%5D=/;

export function windowOf(path: string, query: string | undefined): Window {
  const given = new URLSearchParams(query);
  const size = Number(given.get('page[size]') ?? DEFAULT_SIZE);
  return {
    path,
    search: query === undefined ? '' : `?${query}`,
    kept: query === undefined ? [] : query.split('&').filter((pair) => !PLACE.test(pair)),
    given,
    size,
    offset: (Number(given.get('page[number]') ?? 1) - 1) * size,
    counted: !given.has('page[count]'),
    after: given.get('page[after]'),
  };
}

/** One more than the page holds tells whether there are more, where nobody counts. */
export const mostRead = ({ size, counted }: Window): number => (counted ? size : size + 1);

/** The pages around one that was asked for by number; `count` is null where nobody counted. */
export function linksByNumber(window: Window, count: number | null, hasMore: boolean) {
  const { size, offset } = window;
  const at = (start: number): string =>
    around(window, `page%5Bnumber%5D=${start / size + 1}&page%5Bsize%5D=${size}`);
  const last = count === null ? null : Math.max(0, Math.ceil(count / size) - 1) * size;
  const hasNext = count === null ? hasMore : offset + size < count;
  return {
    first: at(0),
    prev: offset > 0 ? at(Math.max(0, Math.min(offset - size, last ?? Infinity))) : null,
    next: hasNext ? at(offset + size) : null,
    ...(last !== null && last <= DEEPEST && { last: at(last) }),
  };
}

/** The pages around one that begins after a cursor, from the cursors of its first row and its last. */
export function linksByCursor(window: Window, first: string, last: string, hasMore: boolean) {
  const at = (name: string, cursor: string): string =>
    around(window, `page%5B${name}%5D=${cursor}&page%5Bsize%5D=${window.size}`);
  return {
    first: at('after', ''),
    prev: window.after === '' ? null : at('before', first),
    next: hasMore ? at('after', last) : null,
    last: at('before', ''),
  };
}

const around = ({ path, kept }: Window, page: string): string =>
  `${BASE}${path}?${kept.length > 0 ? `${kept.join('&')}&` : ''}${page}`;

/** The base of all links: what the server is given as PUBLIC_URL. */
export const BASE = 'http://club.example';

/** Of every page that the floor knows: the first ones, and those after a cursor. */
export const SIZE = 20;
const DEEPEST = 100_000;

/** Which rows of a list, and how the client asked for them. */
export interface Window {
  readonly path: string;
  /** As the client wrote it, encoded, with its question mark. */
  readonly search: string;
  /** The parameters that say nothing of the page, as they were written; links keep them. */
  readonly kept: readonly string[];
  readonly given: URLSearchParams;
  readonly counted: boolean;
  /** The cursor after which the page begins; null where it is asked for by number. */
  readonly after: string | null;
}

const PLACE = /^page%5B(?:number|size|after)%5D=/;

export function windowOf(path: string, query: string | undefined): Window {
  const given = new URLSearchParams(query);
  return {
    path,
    search: query === undefined ? '' : `?${query}`,
    kept: query === undefined ? [] : query.split('&').filter((pair) => !PLACE.test(pair)),
    given,
    counted: !given.has('page[count]'),
    after: given.get('page[after]'),
  };
}

/** The pages around the first; `count` is null where nobody counted. */
export function linksByNumber(window: Window, count: number | null, hasMore: boolean) {
  const at = (page: number): string => around(window, `page%5Bnumber%5D=${page}&page%5Bsize%5D=${SIZE}`);
  const last = count === null ? null : Math.max(1, Math.ceil(count / SIZE));
  const hasNext = last === null ? hasMore : last > 1;
  return {
    first: at(1),
    prev: null,
    next: hasNext ? at(2) : null,
    ...(last !== null && (last - 1) * SIZE <= DEEPEST && { last: at(last) }),
  };
}

/** The pages around one that begins after a cursor, from the cursors of its first row and its last. */
export function linksByCursor(window: Window, first: string, last: string, hasMore: boolean) {
  const at = (name: string, cursor: string): string =>
    around(window, `page%5B${name}%5D=${cursor}&page%5Bsize%5D=${SIZE}`);
  return {
    first: at('after', ''),
    prev: window.after === '' ? null : at('before', first),
    next: hasMore ? at('after', last) : null,
    last: at('before', ''),
  };
}

const around = ({ path, kept }: Window, page: string): string =>
  `${BASE}${path}?${kept.length > 0 ? `${kept.join('&')}&` : ''}${page}`;

import type { Pair } from '../query/flat-pairs.js';
import { PAGE_PARAMETERS, PLAIN_PAGE_PARAMETERS } from '../query/page-params.js';
import type { PageWindow } from '../query/list-query.js';
import type { Resource } from '../query/resource.js';

/** Absolute, percent-encoded links, from a base such as `https://club.example` without a slash at its end. */
export class Links {
  constructor(private readonly base: string) {}

  /** The page of one record. */
  one(resource: Resource, id: string): string {
    return `${this.base}/${resource.collection}/${encodeURIComponent(id)}`;
  }

  /** The linkage of a relationship: which record, not what is in it. */
  relationship(resource: Resource, id: string, name: string): string {
    return `${this.one(resource, id)}/relationships/${name}`;
  }

  /** What a relationship leads to. */
  related(resource: Resource, id: string, name: string): string {
    return `${this.one(resource, id)}/${name}`;
  }

  /** A path as the client asked for it, with these parameters. */
  to(path: string, parameters: readonly Pair[]): string {
    const query = parameters.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
    return `${this.base}${encodePath(path)}${query && `?${query}`}`;
  }
}

/** Encodes each segment anew, whatever the client left as it was. */
const encodePath = (path: string): string =>
  NEEDS_NO_CODE.test(path) ? path : path.split('/').map(recode).join('/');

const NEEDS_NO_CODE = /^[\w./~-]*$/;
const recode = (segment: string): string => encodeURIComponent(decodeURIComponent(segment));

/** The pages around one page; null where there is none. */
export interface PageLinks {
  readonly first: string;
  readonly prev: string | null;
  readonly next: string | null;
  readonly last: string;
}

type Address = (parameters: readonly Pair[]) => string;

/** The pages around a window of a list of `count` records, each with the client's other parameters. */
export function pageLinks(
  window: PageWindow,
  count: number,
  parameters: readonly Pair[],
  address: Address,
): PageLinks {
  const { offset, limit } = window;
  const last = Math.max(0, Math.ceil(count / limit) - 1) * limit;
  const at = (start: number): string =>
    address([...withoutPage(parameters), ...pageParameters(window, start)]);
  return {
    first: at(0),
    prev: offset > 0 ? at(Math.max(0, Math.min(offset - limit, last))) : null,
    next: offset + limit < count ? at(offset + limit) : null,
    last: at(last),
  };
}

const PAGED: ReadonlySet<string> = new Set([...PAGE_PARAMETERS, ...PLAIN_PAGE_PARAMETERS]);

const withoutPage = (parameters: readonly Pair[]): readonly Pair[] =>
  parameters.filter(([name]) => !PAGED.has(name));

function pageParameters({ style, limit }: PageWindow, start: number): readonly Pair[] {
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

/** `Link` (RFC 8288) of a plain list. */
export const linkHeader = (links: PageLinks): string =>
  Object.entries(links)
    .filter(([, url]) => url !== null)
    .map(([relation, url]) => `<${url}>; rel="${relation}"`)
    .join(', ');

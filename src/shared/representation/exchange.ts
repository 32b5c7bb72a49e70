import type { FastifyRequest } from 'fastify';
import type { RequestContext } from '../context/request-context.js';
import type { Pair } from '../query/flat-pairs.js';
import type { Catalog } from '../query/catalog.js';
import type { Viewer } from '../query/resource.js';
import { announcesBody } from './http/drain.js';
import { asksForProfile } from './media-type.js';
import { type Format, negotiate, type Negotiated } from './negotiate.js';
import { CURSOR_PAGINATION } from './outward/cursor-pagination.js';
import type { Represented } from './plan.js';

/** A route's settings that the HTTP layer knows before any handler is chosen. */
declare module 'fastify' {
  interface FastifyContextConfig {
    alwaysPlain?: boolean;
    /** The extension of JSON:API that all documents of the route use, both ways. */
    extension?: string;
  }
}

/** Where a field of the body stood in the document as it was sent (RFC 6901); the parent's place if it is missing. */
export type PointerOf = (field: string) => string;

/** A request on its way: what the guards and the interceptor leave on it for those who come after. */
export interface Exchange extends Omit<FastifyRequest, 'query'> {
  query: readonly Pair[];
  caller?: (Viewer & { readonly id: string }) | null;
  /** How it is answered. */
  representation?: Negotiated;
  /** What the route represents; set where its query string may be read. */
  represented?: QueryTarget;
  /** For whom it is answered; set once its headers were found to be in order. */
  context?: RequestContext;
  /** The code of the problem that it was answered with. */
  refusal?: string;
  /** What was behind it, where that is not the client's to know. */
  cause?: unknown;
  /** Set once the body was read. */
  pointerOf?: PointerOf;
}

interface QueryTarget extends Represented {
  readonly catalog: Catalog;
}

/** How this request is answered; decided once, or anew by the error filter where it never came so far. */
export function representationOf(request: Exchange): Negotiated {
  request.representation ??= request.routeOptions.config.alwaysPlain
    ? { format: 'plain', acceptable: true }
    : negotiate(signalsOf(request), extensionOf(request));
  return request.representation;
}

function signalsOf({ headers, body }: Exchange) {
  return {
    accept: headers.accept,
    contentType: headers['content-type'],
    hasBody: body !== undefined || announcesBody(headers),
    body,
    accessToken: headers['access-token'] !== undefined,
    bearer: /^bearer\b/i.test(headers.authorization ?? ''),
  };
}

export const formatOf = (request: Exchange): Format => representationOf(request).format;

/** The extension of JSON:API that documents of this route use; null for most. */
export const extensionOf = ({ routeOptions }: Pick<Exchange, 'routeOptions'>): string | null =>
  routeOptions.config.extension ?? null;

export const isRead = ({ method }: Exchange): boolean => method === 'GET' || method === 'HEAD';

/** The named part of the path, or its first one. */
export function pathId({ params }: Exchange, name?: string): string {
  const parts = params as Readonly<Record<string, string>>;
  return (name === undefined ? Object.values(parts)[0] : parts[name]) ?? '';
}

/** Whether the path names a record. */
export const hasPathId = ({ params }: Exchange): boolean =>
  typeof params === 'object' && params !== null && Object.keys(params).length > 0;

/** What a query string is checked against, and for whom. */
export function queryContextOf(request: Exchange) {
  const { represented } = request;
  if (!represented) throw new Error('A handler that reads the query string needs @Represents().');
  const { resource, filtersOf, catalog } = represented;
  const viewer = request.caller ?? NOBODY;
  const plain = formatOf(request) === 'plain';
  const likesCursors = !plain && asksForProfile(request.headers.accept ?? '', CURSOR_PAGINATION);
  return { resource, filtersOf, catalog, viewer, plain, likesCursors };
}

/** Who is not logged in sees what everybody may see. */
const NOBODY: Viewer = {
  id: '00000000-0000-0000-0000-000000000000',
  rights: 'nobody',
  mode: 'admin-operated',
  may: () => false,
};

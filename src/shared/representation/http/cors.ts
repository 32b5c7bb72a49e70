import type { IncomingHttpHeaders } from 'node:http';

/** What pages of other origins may send, besides what any page may (Fetch, 4.9 and 2.2.2), and read of an answer. */
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const SENT =
  'Accept, Authorization, access-token, Content-Type, If-Match, If-None-Match, Idempotency-Key, traceparent, tracestate';
const READ =
  'Link, X-Total-Count, ETag, Location, X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, Allow, Idempotency-Replayed';
/** Seconds for which a browser need not ask again. */
const MAX_AGE = '600';

type Headers = Readonly<Record<string, string>>;

const NOTHING: Headers = {};
const PERMITTED: Headers = {
  'access-control-allow-methods': METHODS,
  'access-control-allow-headers': SENT,
  'access-control-max-age': MAX_AGE,
};

/** Whether a browser asks for a page whether it may send what it wants to. */
export const isPreflight = (method: string, headers: IncomingHttpHeaders): boolean =>
  method === 'OPTIONS' &&
  headers.origin !== undefined &&
  headers['access-control-request-method'] !== undefined;

/**
 * What lets a page of a listed origin read an answer; nothing for any other. Browsers send origins in one form only, so
 * they are compared to the letter. Cookies are not ours, so no page may have them sent along.
 */
export const sharedWith = (origins: readonly string[], origin: string | undefined): Headers =>
  origin !== undefined && origins.includes(origin)
    ? { 'access-control-allow-origin': origin, 'access-control-expose-headers': READ }
    : NOTHING;

/** What the answer to a preflight permits to a page of a listed origin; nothing to any other. */
export const permittedTo = (origins: readonly string[], origin: string | undefined): Headers =>
  origin !== undefined && origins.includes(origin) ? PERMITTED : NOTHING;

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  inRequestContext,
  type RequestContext,
  requestContext,
  traceIdOf,
} from '../../context/request-context.js';
import { MethodNotAllowed, NotFound } from '../../errors/errors.js';
import type { Problem } from '../../errors/problem.js';
import { canonicalAddress } from '../../values/address.js';
import { flatPairs, type Pair } from '../../query/flat-pairs.js';
import { findAmbiguity } from './ambiguity.js';
import { COMMON_HEADERS } from './common-headers.js';
import { isPreflight, permittedTo, sharedWith } from './cors.js';
import { findOverflow } from './header-size.js';
import { answerInTurn } from './in-turn.js';
import { pathOf } from './path.js';
import { MOST_CONNECTIONS } from './patience.js';
import { refuseConnect } from './refuse-raw.js';
import { RouteTable } from './route-table.js';

/** Hooks that answer, before a body is read: what is ambiguous, what is not there, and what is no URL; and preflights. */
export function addHooks(server: FastifyInstance, corsOrigins: readonly string[]): void {
  const setHeaders = headerSetter(corsOrigins);
  const routes = new RouteTable();
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.add(each, url);
  });
  server.addHook('onRequest', (request, reply, done) => {
    setHeaders(request, reply);
    const ambiguity = findAmbiguity(request.raw);
    if (!ambiguity && corsOrigins.length > 0 && isPreflight(request.method, request.headers)) {
      reply.status(204).headers(permittedTo(corsOrigins, request.headers.origin)).send();
      return;
    }
    const problem = ambiguity ?? findOverflow(request.raw) ?? findMissing(request, routes);
    if (problem) {
      done(problem);
      return;
    }
    request.query = readQuery(request.query);
    done();
  });
  // What is set before the body is read would be lost with it: its bytes come with the connection's events.
  server.addHook('preValidation', (request, _reply, done) => inRequestContext(contextOf(request), done));
}

/** A request that another one sends through the application is a part of that one. */
function contextOf({ id, ip, headers }: FastifyRequest): RequestContext {
  const outer = requestContext();
  if (outer?.isBeingDispatched) return { ...outer, isBeingDispatched: false };
  return {
    requestId: id,
    traceId: traceIdOf(headers.traceparent),
    address: canonicalAddress(ip),
    actorId: null,
  };
}

/**
 * What Node would do by itself: it takes any number of connections, has all requests of one handled at the same time, and
 * answers an expectation that it does not know with 417 without a body; we may ignore it.
 */
export function replaceDefaults({ server }: FastifyInstance): void {
  // Node forgets headers beyond the two-thousandth; the limit on their size is enough.
  server.maxHeadersCount = 0;
  server.maxConnections = MOST_CONNECTIONS;
  answerInTurn(server);
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', refuseConnect);
}

/** Gives an answer the headers that all have, and those that let pages of these origins read it. */
export function headerSetter(corsOrigins: readonly string[]) {
  const { vary } = COMMON_HEADERS;
  const common = { ...COMMON_HEADERS, vary: corsOrigins.length > 0 ? `Origin, ${vary}` : vary };
  return ({ id, headers: { origin } }: FastifyRequest, reply: FastifyReply): void => {
    reply.headers({ ...common, 'x-request-id': id, ...sharedWith(corsOrigins, origin) });
  };
}

/** 404 for an unknown path, 405 for a known one with a method that it lacks. */
function findMissing(request: FastifyRequest, routes: RouteTable): Problem | null {
  const { url: pattern } = request.routeOptions;
  const isKnown = !request.is404 && pattern !== undefined && !hasEmptyPart(request.params);
  if (isKnown && !routes.mayBeOvershadowed(request.method, pattern)) return null;
  const methods = routes.methodsAt(pathOf(request.url));
  if (!methods) return new NotFound('There is nothing at this path.', 'UNKNOWN_PATH');
  return methods.includes(request.method) ? null : new MethodNotAllowed(methods);
}

/** The router takes `/runs/` for `/runs/{id}` with an empty id. */
const hasEmptyPart = (params: unknown): boolean =>
  typeof params === 'object' &&
  params !== null &&
  Object.entries(params).some(([name, part]) => part === '' && name !== '*');

/** The router must not throw, so it keeps the query string as it is, for the hook to read. */
export const keepQueryString = (text: string): { readonly text: string } => ({ text });

const NONE: readonly Pair[] = [];

function readQuery(query: unknown): readonly Pair[] {
  const text = typeof query === 'object' && query !== null && 'text' in query ? query.text : '';
  return typeof text === 'string' && text !== '' ? flatPairs(text) : NONE;
}

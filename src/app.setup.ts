import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Environment } from './settings/settings.js';
import { type Exchange, extensionOf } from './shared/representation/exchange.js';
import { findAmbiguity } from './shared/representation/http/ambiguity.js';
import {
  addHooks,
  headerSetter,
  keepQueryString,
  replaceDefaults,
} from './shared/representation/http/hooks.js';
import { readBody } from './shared/representation/http/read-body.js';
import { refuseRaw } from './shared/representation/http/refuse-raw.js';
import { answerProblem } from './shared/representation/problem.filter.js';
import type { AccessLog } from './start/access-log.js';

const MAX_BODY = 1024 * 1024;
/** 8 KiB of filter, percent-encoded, and room for the rest. */
const MAX_HEADERS = 32 * 1024;
/** How long a request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT = 60_000;
const HEADERS_TIMEOUT = 20_000;

/** Fastify under Nest: its limits, its query strings, and its own errors in our representations. */
export function createAdapter(
  { trustProxy, corsOrigins }: Pick<Environment, 'trustProxy' | 'corsOrigins'>,
  log: AccessLog,
): FastifyAdapter {
  const setHeaders = headerSetter(corsOrigins);
  return new FastifyAdapter({
    bodyLimit: MAX_BODY,
    requestTimeout: REQUEST_TIMEOUT,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    forceCloseConnections: 'idle',
    // Who asks on a connection of theirs while the others are being closed is answered like anybody.
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    routerOptions: { querystringParser: keepQueryString },
    // A missing Host is refused in our own words.
    http: { maxHeaderSize: MAX_HEADERS, headersTimeout: HEADERS_TIMEOUT, requireHostHeader: false },
    clientErrorHandler: (error, socket) => {
      const problem = refuseRaw(error, socket);
      if (problem) log.noteRaw(socket, problem);
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setHeaders(request, reply);
      answerProblem(findAmbiguity(request.raw) ?? error, request as Exchange, reply);
      // No hook runs for what came to no route.
      log.note(request as Exchange, reply);
    },
  });
}

/** What main and the tests both set up, before the application is initialised. */
export function configureApp(
  app: NestFastifyApplication,
  { corsOrigins }: Pick<Environment, 'corsOrigins'>,
): void {
  const adapter = app.getHttpAdapter();
  const server = adapter.getInstance();
  addHooks(server, corsOrigins);
  replaceDefaults(server);
  server.removeAllContentTypeParsers();
  app.useBodyParser('*', { bodyLimit: MAX_BODY }, (request, body, done) => {
    try {
      done(null, readBody(request.headers, body, extensionOf(request)));
    } catch (error) {
      done(error as Error);
    }
  });
}

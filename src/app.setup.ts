import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import type { Environment } from './settings/settings.js';
import { type Exchange, extensionOf } from './shared/representation/exchange.js';
import { findAmbiguity } from './shared/representation/http/ambiguity.js';
import { MOST_HEADER_BYTES } from './shared/representation/http/header-size.js';
import {
  addHooks,
  headerSetter,
  keepQueryString,
  replaceDefaults,
} from './shared/representation/http/hooks.js';
import { PATIENCE } from './shared/representation/http/patience.js';
import { readBody } from './shared/representation/http/read-body.js';
import { refuseRaw } from './shared/representation/http/refuse-raw.js';
import { answerProblem } from './shared/representation/problem.filter.js';
import type { AccessLog } from './start/access-log.js';

const MAX_BODY = 1024 * 1024;

/** Fastify under Nest: its limits, its query strings, and its own errors in our representations. */
export function createAdapter(
  { trustProxy, corsOrigins }: Pick<Environment, 'trustProxy' | 'corsOrigins'>,
  log: AccessLog,
  patience = PATIENCE,
): FastifyAdapter {
  const setHeaders = headerSetter(corsOrigins);
  return new FastifyAdapter({
    bodyLimit: MAX_BODY,
    requestTimeout: patience.request,
    connectionTimeout: patience.silence,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    forceCloseConnections: 'idle',
    // Who asks on a connection of theirs while the others are being closed is answered like anybody.
    return503OnClosing: false,
    genReqId: () => randomUUID(),
    routerOptions: { querystringParser: keepQueryString },
    http: {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: patience.headers,
      connectionsCheckingInterval: patience.look,
      // A missing Host is refused in our own words.
      requireHostHeader: false,
    },
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

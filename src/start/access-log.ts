import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Level, Logger } from 'pino';
import { requestContext, traceIdOf } from '../shared/context/request-context.js';
import { type LogSettings, openRequestLog } from '../shared/log/log.js';
import type { Exchange } from '../shared/representation/exchange.js';

/**
 * One line for each request that was answered. It names the route's pattern and not the URL, whose path may hold a name and
 * whose filters hold places; users are named by their UUID.
 */
export class AccessLog {
  private readonly log: Logger;

  constructor(settings: LogSettings) {
    this.log = openRequestLog(settings);
  }

  /** Has the answers of this server written down once they were sent. To be called before its routes are made. */
  attachTo(server: FastifyInstance): void {
    server.addHook('preValidation', (request, _reply, done) => {
      const context = requestContext();
      if (context) (request as Exchange).context = context;
      done();
    });
    server.addHook('onResponse', (request, reply, done) => {
      this.note(request as Exchange, reply);
      done();
    });
  }

  note(request: Exchange, reply: FastifyReply): void {
    const level = levelOf(reply.statusCode, isPart(request));
    if (this.log.isLevelEnabled(level)) this.log[level](lineOf(request, reply));
  }

  /** What was no HTTP request has neither an id nor a route. */
  noteRaw({ remoteAddress }: Socket, { status, code }: { status: number; code: string }): void {
    this.log.info({ event: 'request', status, code, address: remoteAddress });
  }
}

const REFUSALS: ReadonlySet<number> = new Set([401, 403, 429]);

/** A part of a request that consists of several ends in that one's line, too. */
function levelOf(status: number, part: boolean): Level {
  if (status >= 500) return 'error';
  if (part) return 'debug';
  return REFUSALS.has(status) ? 'warn' : 'info';
}

/** Whether a request was sent by another one, through the application. */
const isPart = ({ id, context }: Exchange): boolean => context !== undefined && context.requestId !== id;

function lineOf(request: Exchange, reply: FastifyReply): object {
  const { id, context, method, routeOptions, refusal, cause } = request;
  return {
    event: 'request',
    request_id: context?.requestId ?? id,
    trace_id: (context ? context.traceId : traceIdOf(request.headers.traceparent)) ?? undefined,
    method,
    route: routeOptions.url ?? null,
    status: reply.statusCode,
    code: refusal,
    duration_ms: Math.round(reply.elapsedTime * 1000) / 1000,
    actor: request.caller?.id,
    address: context?.address ?? request.ip,
    err: cause,
  };
}

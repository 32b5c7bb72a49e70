import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { hasAlready, type Preconditions, readPreconditions } from '../conditions/preconditions.js';
import { underPreconditions } from '../conditions/refuse-stale.js';
import { BadParameter } from '../errors/errors.js';
import { Catalog } from '../query/catalog.js';
import { type Exchange, extensionOf, hasPathId, isRead, pathId } from './exchange.js';
import type { FlatBody, Purpose } from './inward/flat-body.js';
import { readDocument } from './inward/read-document.js';
import { readPlain } from './inward/read-plain.js';
import { bodyForm } from './negotiate.js';
import { isAnswer } from './outward/serialise.js';
import { type Plan, planOf } from './plan.js';
import { Renderer } from './renderer.js';
import { sendText } from './send-text.js';

/** Turns bodies of either representation into the flat form of the DTOs, and answers into the negotiated one. */
@Injectable()
export class RepresentationInterceptor implements NestInterceptor {
  constructor(
    private readonly catalog: Catalog,
    private readonly renderer: Renderer,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const plan = planOf(context);
    const http = context.switchToHttp();
    const request = http.getRequest<Exchange>();
    const reply = http.getResponse<FastifyReply>();
    const preconditions = plan.represents && readPreconditions(request.headers);
    this.readRequest(request, plan);
    const answer = preconditions ? guarded(preconditions, request, plan, next) : next.handle();
    return answer.pipe(map((value: unknown) => this.write(value, request, reply, preconditions)));
  }

  private readRequest(request: Exchange, plan: Plan): void {
    const { represents } = plan;
    if (represents) {
      const { resource, filtersOf } = represents;
      request.represented = { resource, filtersOf, catalog: this.catalog };
    }
    if (represents || extensionOf(request) !== null) refuseParameters(request, plan);
    if (!plan.takesBody || request.body === undefined) return;
    const { fields, pointerOf } = readBody(request, plan);
    request.body = fields;
    request.pointerOf = pointerOf;
  }

  private write(
    value: unknown,
    request: Exchange,
    reply: FastifyReply,
    preconditions: Preconditions | null,
  ): unknown {
    if (!isAnswer(value)) return value;
    const { headers, text } = this.renderer.render(value, request, reply.statusCode);
    const { etag } = headers;
    if (preconditions && etag !== undefined && isRead(request) && hasAlready(preconditions, unquoted(etag))) {
      reply.status(304).header('etag', etag);
      return undefined;
    }
    return sendText(reply, headers, text);
  }
}

/** What a client knows of a record matters to the change of that record only, not to what is posted to a collection. */
function guarded(
  preconditions: Preconditions,
  request: Exchange,
  { represents }: Plan,
  next: CallHandler,
): Observable<unknown> {
  if (!represents || isRead(request) || !hasPathId(request)) return next.handle();
  return underPreconditions(preconditions, represents.resource, () => next.handle());
}

const unquoted = (etag: string): string => etag.slice(1, -1);

function refuseParameters({ query }: Exchange, plan: Plan): void {
  const [first] = query;
  if (first && !plan.takesQuery) throw new BadParameter(first[0], 'This route takes no query parameters.');
}

function readBody(request: Exchange, { represents }: Plan): FlatBody {
  if (!represents) return readPlain(request.body);
  const purpose: Purpose =
    request.method === 'POST' ? { creates: true } : { creates: false, id: pathId(request) };
  return bodyForm(request.headers['content-type'], request.body) === 'jsonapi'
    ? readDocument(request.body, represents.resource, purpose)
    : readPlain(request.body, represents.resource, purpose);
}

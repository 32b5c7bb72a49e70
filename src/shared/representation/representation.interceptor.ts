import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, map, type Observable } from 'rxjs';
import {
  hasAlready,
  type Preconditions,
  readPreconditions,
  refuseVersion,
} from '../conditions/preconditions.js';
import { underPreconditions } from '../conditions/refuse-stale.js';
import { BadParameter } from '../errors/errors.js';
import { Catalog } from '../query/catalog.js';
import { Reader } from '../reading/reader.js';
import { type Exchange, extensionOf, hasPathId, isRead, pathId, queryContextOf } from './exchange.js';
import type { Purpose, ReadBody } from './inward/read-body.js';
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
    private readonly reader: Reader,
    private readonly renderer: Renderer,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const plan = planOf(context);
    const http = context.switchToHttp();
    const request = http.getRequest<Exchange>();
    const reply = http.getResponse<FastifyReply>();
    const preconditions = plan.represents && readPreconditions(request.headers);
    const body = this.readRequest(request, plan);
    const handled = preconditions ? guarded(preconditions, request, plan, next) : next.handle();
    const answer = body?.refusal
      ? handled.pipe(catchError((error) => this.refuse(error, request, plan, preconditions)))
      : handled;
    return answer.pipe(map((value: unknown) => this.write(value, request, reply, preconditions)));
  }

  private readRequest(request: Exchange, plan: Plan): ReadBody | null {
    const { represents } = plan;
    if (represents) {
      const { resource, filtersOf } = represents;
      request.represented = { resource, filtersOf, catalog: this.catalog };
    }
    if (represents || extensionOf(request) !== null) refuseParameters(request, plan);
    if (!plan.takesBody || request.body === undefined) return null;
    const body = readBody(request, plan);
    request.body = body;
    request.pointerOf = body.pointerOf;
    return body;
  }

  /** What stands against a body comes after what stands against any change of the record: 404, 403 and 412. */
  private async refuse(
    refusal: unknown,
    request: Exchange,
    { represents }: Plan,
    preconditions: Preconditions | null,
  ): Promise<never> {
    const isOfBody = refusal === (request.body as ReadBody).refusal;
    if (!isOfBody || !represents || !hasPathId(request)) throw refusal;
    const { viewer } = queryContextOf(request);
    const { version } = await this.reader.one(represents.resource, viewer, pathId(request));
    if (preconditions && version !== null) refuseVersion(preconditions, version);
    throw refusal;
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
  const { resource, viewer } = queryContextOf(request);
  return underPreconditions({ preconditions, resource, viewer }, () => next.handle());
}

const unquoted = (etag: string): string => etag.slice(1, -1);

function refuseParameters({ query }: Exchange, plan: Plan): void {
  const [first] = query;
  if (first && !plan.takesQuery) throw new BadParameter(first[0], 'This route takes no query parameters.');
}

function readBody(request: Exchange, { represents }: Plan): ReadBody {
  if (!represents) return readPlain(request.body);
  const purpose: Purpose =
    request.method === 'POST' ? { creates: true } : { creates: false, id: pathId(request) };
  return bodyForm(request.headers['content-type'], request.body) === 'jsonapi'
    ? readDocument(request.body, represents.resource, purpose)
    : readPlain(request.body, represents.resource, purpose);
}

import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { BadParameter } from '../errors/errors.js';
import { Catalog } from '../query/catalog.js';
import { type Exchange, formatOf, pathId } from './exchange.js';
import type { FlatBody, Purpose } from './inward/flat-body.js';
import { readDocument } from './inward/read-document.js';
import { readPlain } from './inward/read-plain.js';
import { baseOf } from './http/host.js';
import { pathOf } from './http/path.js';
import { Links } from './links.js';
import { bodyForm } from './negotiate.js';
import { isAnswer, locationOf, serialise } from './outward/serialise.js';
import { type Plan, planOf } from './plan.js';
import { PUBLIC_URL } from './public-url.js';
import { sendText } from './send-text.js';

/** Turns bodies of either representation into the flat form of the DTOs, and answers into the negotiated one. */
@Injectable()
export class RepresentationInterceptor implements NestInterceptor {
  constructor(
    private readonly catalog: Catalog,
    @Inject(PUBLIC_URL) private readonly publicUrl: string | null,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const plan = planOf(context);
    const http = context.switchToHttp();
    const request = http.getRequest<Exchange>();
    const reply = http.getResponse<FastifyReply>();
    this.readRequest(request, plan);
    return next.handle().pipe(map((value: unknown) => this.write(value, request, reply)));
  }

  private readRequest(request: Exchange, plan: Plan): void {
    const { represents } = plan;
    if (represents) {
      const { resource, filtersOf } = represents;
      request.represented = { resource, filtersOf, catalog: this.catalog };
      refuseParameters(request, plan);
    }
    if (!plan.takesBody || request.body === undefined) return;
    const { fields, pointerOf } = readBody(request, plan);
    request.body = fields;
    request.pointerOf = pointerOf;
  }

  private write(value: unknown, request: Exchange, reply: FastifyReply): unknown {
    if (!isAnswer(value)) return value;
    const links = new Links(this.publicUrl ?? baseOf(request));
    const { headers, text } = serialise(value, formatOf(request), links, addressOf(request));
    const location = reply.statusCode === 201 ? locationOf(value, links) : null;
    return sendText(reply, { ...headers, ...(location !== null && { location }) }, text);
  }
}

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

const addressOf = ({ url, method, query }: Exchange) => ({
  path: pathOf(url),
  parameters: query,
  isRead: method === 'GET' || method === 'HEAD',
});

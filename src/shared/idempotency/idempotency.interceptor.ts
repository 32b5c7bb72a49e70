import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { catchError, type Observable, of, throwError } from 'rxjs';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import type { Exchange } from '../representation/exchange.js';
import { pathOf } from '../representation/http/path.js';
import { isAnswer } from '../representation/outward/serialise.js';
import { Renderer } from '../representation/renderer.js';
import { sendText } from '../representation/send-text.js';
import { AnsweredAlready, Idempotency } from './idempotency.js';
import { type KeptAnswer, KeptAnswers } from './kept-answers.js';
import { hashRequest, type KeyedRequest } from './keyed-request.js';
import { parseKey } from './parse-key.js';

const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Answers a change that a caller asks for again, under the same `Idempotency-Key`, with what it was answered first. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly answers: KeptAnswers,
    private readonly renderer: Renderer,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const exchange = http.getRequest<Exchange>();
    const reply = http.getResponse<FastifyReply>();
    const request = this.keyedRequest(exchange);
    if (!request) return next.handle();
    const kept = await this.answers.find(request);
    if (kept) return of(replay(kept, reply));
    const render = (value: unknown) => this.render(value, exchange, reply.statusCode);
    return this.idempotency
      .handle(request, render, () => next.handle())
      .pipe(
        catchError((error: unknown) => {
          if (error instanceof AnsweredAlready) return of(replay(error.answer, reply));
          return throwError(() => error);
        }),
      );
  }

  /** Null where the header means nothing: nobody is logged in, or the route has no resource (login, the mode). */
  private keyedRequest({ headers, method, url, body, caller, routeOptions }: Exchange): KeyedRequest | null {
    const header = headers['idempotency-key'];
    if (header === undefined || !caller || !METHODS.has(method) || routeOptions.config.alwaysPlain)
      return null;
    const key = parseKey(String(header));
    return hashRequest({ key, userId: caller.id, method, path: pathOf(url), body }, this.settings.secretKey);
  }

  private render(value: unknown, exchange: Exchange, status: number): KeptAnswer | null {
    return isAnswer(value) ? { status, ...this.renderer.render(value, exchange, status) } : null;
  }
}

function replay({ status, headers, text }: KeptAnswer, reply: FastifyReply): string {
  reply.status(status);
  return sendText(reply, { ...headers, 'idempotency-replayed': 'true' }, text);
}

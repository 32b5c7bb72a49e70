import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { asPartOfRequest } from '../context/request-context.js';
import { NotFound, Unavailable } from '../errors/errors.js';
import type { Exchange } from '../representation/exchange.js';
import { JSON_API } from '../representation/media-type.js';
import { forwarded } from './forwarded.js';
import { ownPath, type Place } from './own-path.js';
import { blame, type ErrorObject, type PlaceOf, problemOf } from './refusal.js';

/** What one inner request asks. */
export interface Ask {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly place: Place;
  /** A JSON:API document; none where there is no body. */
  readonly document?: object;
  /** Headers of the outer request that are handed on besides its credentials. */
  readonly headers?: readonly string[];
}

/** A JSON:API document that our own routes answer with. */
export interface Answered {
  readonly data?: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
}

type Server = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

/**
 * Sends one request for another through the whole application, in this process: guards, checks and handlers treat it
 * as if its caller had sent it alone. It runs inside the transaction that is under way, if one is.
 */
@Injectable()
export class Dispatcher {
  constructor(private readonly host: HttpAdapterHost) {}

  /** The document of a success. Throws the problem of a refusal, with its pointers where `placeOf` says. */
  async send(outer: Exchange, ask: Ask, placeOf: PlaceOf): Promise<Answered> {
    const url = ownPath(ask.place);
    if (url === null) throw new NotFound(...blame('There is no such record.', 'NOT_FOUND', placeOf));
    const answer = await asPartOfRequest(() => this.inject(outer, url, ask));
    if (answer.statusCode < 400) return answer.json<Answered>();
    const { errors } = answer.json<{ errors: ErrorObject[] }>();
    throw problemOf({ statusCode: answer.statusCode, headers: answer.headers, errors }, placeOf);
  }

  private async inject(outer: Exchange, url: string, { method, document, headers }: Ask) {
    const { remoteAddress = '' } = outer.socket;
    try {
      return await this.server.inject({
        method,
        url,
        remoteAddress,
        headers: {
          ...forwarded(outer.raw, headers),
          accept: JSON_API,
          ...(document && { 'content-type': JSON_API }),
        },
        ...(document && { payload: JSON.stringify(document) }),
      });
    } catch (error) {
      if (isClosing(error)) throw new Unavailable('The server is shutting down: ask again.', 'SHUTTING_DOWN');
      throw error;
    }
  }

  private get server(): Server {
    return this.host.httpAdapter.getInstance<Server>();
  }
}

/** Fastify takes no further requests once it is being closed. */
const isClosing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'FST_ERR_REOPENED_CLOSE_SERVER';

import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { finalize, type Observable } from 'rxjs';
import { Database } from '../../database/database.js';
import { type KeptAnswer, KeptAnswers } from './kept-answers.js';
import type { KeyedRequest } from './keyed-request.js';

/** Another request with the same key was answered while this one was on its way: nothing is done, and that is the answer. */
export class AnsweredAlready extends Error {
  constructor(readonly answer: KeptAnswer) {
    super('A request with this key was answered already.');
  }
}

/** How what a handler answers is sent; null for what is no answer. */
export type Render = (value: unknown) => KeptAnswer | null;

interface UnderWay {
  readonly request: KeyedRequest;
  readonly render: Render;
  isOver: boolean;
}

/**
 * Keeps the answers of requests with a key in the very transactions that make their changes: both stand, or neither. What
 * the outermost transaction of such a request results in is the answer of its handler.
 */
@Injectable()
export class Idempotency {
  private readonly underWay = new AsyncLocalStorage<UnderWay>();

  constructor(
    database: Database,
    private readonly answers: KeptAnswers,
  ) {
    database.surround((work) => this.once(work));
  }

  /** Handles a request at most once. It fails with `AnsweredAlready`, 409 or 422 where it was, is, or cannot be. */
  handle(request: KeyedRequest, render: Render, work: () => Observable<unknown>): Observable<unknown> {
    const underWay = { request, render, isOver: false };
    const end = () => {
      underWay.isOver = true;
    };
    return this.underWay.run(underWay, work).pipe(finalize(end));
  }

  private async once<T>(work: () => Promise<T>): Promise<T> {
    const underWay = this.underWay.getStore();
    if (!underWay || underWay.isOver) return work();
    const { request, render } = underWay;
    await this.answers.lock(request);
    const before = await this.answers.find(request);
    if (before) throw new AnsweredAlready(before);
    const result = await work();
    const answer = render(result);
    if (answer) await this.answers.keep(request, answer);
    return result;
  }
}

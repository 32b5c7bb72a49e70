import { Module } from '@nestjs/common';
import { Idempotency } from './idempotency.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { KeptAnswers } from './kept-answers.js';

/** Changes that may be asked for twice; the application puts the interceptor in its place. */
@Module({
  providers: [KeptAnswers, Idempotency, IdempotencyInterceptor],
  exports: [KeptAnswers, IdempotencyInterceptor],
})
export class IdempotencyModule {}

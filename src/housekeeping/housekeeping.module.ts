import { Module } from '@nestjs/common';
import { Tallies } from '../database/tallies.js';
import { IdempotencyModule } from '../shared/idempotency/idempotency.module.js';
import { KeptAnswers } from '../shared/idempotency/kept-answers.js';
import { JobsModule } from '../shared/jobs/jobs.module.js';
import { JobQueue } from '../shared/jobs/job-queue.js';
import { RateLimits } from '../shared/limits/rate-limits.js';
import { SessionsService } from '../users/sessions.service.js';
import { UsersModule } from '../users/users.module.js';

const MINUTE = 60;
const HOUR = 3600;

/** Throws away what no longer counts, and adds up what does. */
@Module({ imports: [JobsModule, IdempotencyModule, UsersModule] })
export class HousekeepingModule {
  constructor(
    queue: JobQueue,
    sessions: SessionsService,
    limits: RateLimits,
    answers: KeptAnswers,
    tallies: Tallies,
  ) {
    queue.every(MINUTE, 'Adding up tallies', () => tallies.addUp());
    queue.every(HOUR, 'Forgetting ended sessions', () => sessions.forgetEnded());
    queue.every(HOUR, 'Forgetting past limits', () => limits.forgetPast());
    queue.every(HOUR, 'Forgetting kept answers', () => answers.forgetExpired());
  }
}

import { Module } from '@nestjs/common';
import { JobQueue } from './job-queue.js';

/** Work for later. */
@Module({ providers: [JobQueue], exports: [JobQueue] })
export class JobsModule {}

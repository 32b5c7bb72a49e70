import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { runTaskList, type TaskList, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import pg from 'pg';
import { reasonOf } from '../log/describe-error.js';
import { WatchedClient, type WatchedConfig } from '../../database/watched-client.js';
import { atMost } from './at-most.js';
import { jobLogger } from './job-log.js';

/** Does one task. Throws where it is to be tried again. */
export type JobHandler = (payload: unknown) => Promise<void>;

/** At the end, jobs under way have so long, and all that is done at the end. */
const LONGEST_JOB_MS = 5000;
export const LONGEST_STOP_MS = 7000;

const REVIVAL_DELAY_MS = 1000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Far more than any statement of the queue takes. */
const ANSWER_TIMEOUT_MS = 10_000;
/** What listens for new jobs owes nothing and is owed nothing: only this tells that the way is lost. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Does the jobs of the queue, so many at once, over connections of its own. While the database is away it waits. A
 * worker of graphile-worker ends itself where it cannot tell the database how a job went: then all are replaced, and
 * the jobs that they held are free again.
 */
export class JobRunner {
  private readonly log = new Logger('Jobs');
  private readonly connections: pg.Pool;
  private workers: WorkerPool | null;
  private workerIds: string[] = [];
  private stopping = false;
  private revival: Promise<void> | null = null;

  /** Begins at once. */
  constructor(
    url: string,
    private readonly handlers: ReadonlyMap<string, JobHandler>,
    private readonly atOnce: number,
  ) {
    // One more listens for new jobs.
    this.connections = connectionsTo(url, atOnce + 1);
    this.workers = this.launch();
  }

  /** Waits for the jobs under way, but not for ever, then lets go of the database. */
  async stop(): Promise<void> {
    this.stopping = true;
    const inTime = await atMost(LONGEST_JOB_MS, this.endWorkers());
    // Those that go on are free for other processes at once; what they still do, does no harm twice.
    if (!inTime) await atMost(LONGEST_STOP_MS - LONGEST_JOB_MS, this.abandonJobs());
    await atMost(LONGEST_STOP_MS - LONGEST_JOB_MS, this.connections.end());
  }

  private async endWorkers(): Promise<void> {
    await this.revival;
    await this.workers?.gracefulShutdown();
  }

  private async abandonJobs(): Promise<void> {
    this.log.warn('Jobs that take too long are left to the next start.');
    await this.freeJobsOf(this.workerIds);
  }

  private launch(): WorkerPool {
    const events: WorkerEvents = new EventEmitter();
    events.on('worker:create', ({ worker }) => this.workerIds.push(worker.workerId));
    events.on('worker:fatalError', () => {
      if (!this.stopping) this.revival ??= this.revive();
    });
    return runTaskList(
      { concurrency: this.atOnce, noHandleSignals: true, logger: jobLogger(), events },
      tasksOf(this.handlers),
      this.connections,
    );
  }

  private async revive(): Promise<void> {
    this.log.warn('A worker lost the database: all workers are replaced.');
    await this.workers?.gracefulShutdown();
    this.workers = null;
    const dead = this.workerIds;
    this.workerIds = [];
    while (!this.stopping && !(await this.freeJobsOf(dead))) await sleep(REVIVAL_DELAY_MS);
    this.revival = null;
    if (!this.stopping) this.workers = this.launch();
  }

  private async freeJobsOf(workerIds: readonly string[]): Promise<boolean> {
    try {
      await this.connections.query('SELECT graphile_worker.force_unlock_workers($1::text[])', [workerIds]);
      return true;
    } catch (error) {
      this.log.debug(`The database is still away: ${reasonOf(error)}`);
      return false;
    }
  }
}

/** A pool or a connection that is lost says so: unheard, that would end the process. */
function connectionsTo(url: string, most: number): pg.Pool {
  const log = new Logger('Jobs');
  const tell = (error: Error) => {
    log.debug(`A connection was lost: ${reasonOf(error)}`);
  };
  const config: pg.PoolConfig & WatchedConfig = {
    connectionString: url,
    Client: WatchedClient,
    application_name: 'kitroom jobs',
    max: most,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    answerTimeoutMillis: ANSWER_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
  const pool = new pg.Pool(config);
  pool.on('error', tell);
  pool.on('connect', (client) => client.on('error', tell));
  return pool;
}

function tasksOf(handlers: ReadonlyMap<string, JobHandler>): TaskList {
  return Object.fromEntries(
    [...handlers].map(([task, handler]) => [task, (payload: unknown) => handler(payload)]),
  );
}

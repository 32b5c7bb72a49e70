import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Database } from '../../database/database.js';
import { prepared } from '../../database/statement.js';
import { poolSizes } from '../../database/pool-sizes.js';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import { atMost } from './at-most.js';
import { type JobHandler, JobRunner, LONGEST_STOP_MS } from './job-runner.js';
import { Repeater } from './repeater.js';

export interface JobOptions {
  /** There is one waiting job with this key at most: a new one replaces it. */
  readonly key: string;
  /** Not before then; at once where absent. */
  readonly runAt?: Date;
}

/** A job that has been running for longer belonged to a process that died. */
const LONGEST_JOB_SECONDS = 120;
/** In one sweep; the rest in the next ones. */
const MOST_MISSING = 500;

/**
 * Work for later, kept in PostgreSQL. A job may run twice (after a crash), so handlers are such that this does no
 * harm; one that throws is tried again, later and later.
 */
@Injectable()
export class JobQueue implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly handlers = new Map<string, JobHandler>();
  private readonly repeaters: Repeater[] = [];
  private runner: JobRunner | null = null;
  private stopping: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Says who does a task; before the application has started. */
  register(task: string, handler: JobHandler): void {
    this.handlers.set(task, handler);
  }

  /** Calls a handler at start and then every so many seconds, in every process. */
  every(seconds: number, name: string, handler: () => Promise<void>): void {
    this.repeaters.push(new Repeater(seconds, name, handler));
  }

  /** Adds a job as part of the current transaction: it exists if and only if that commits. */
  async add(task: string, payload: unknown, options: JobOptions): Promise<void> {
    await this.database.query(
      prepared`SELECT FROM graphile_worker.add_job(identifier => ${task}::text, payload => ${JSON.stringify(payload)}::json,
            run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key}::text)`,
    );
  }

  /**
   * Adds those jobs that have none under their key. `wanted` selects `key` (text), `payload` (json) and `run_at`
   * (timestamptz, null: at once).
   */
  async addMissing(task: string, wanted: Sql): Promise<void> {
    await this.database.query(
      sql`SELECT FROM (
            SELECT wanted.* FROM (${wanted}) AS wanted
            WHERE NOT EXISTS (
              SELECT FROM graphile_worker.jobs AS job
              WHERE job.key = wanted.key AND (
                job.locked_at > now() - make_interval(secs => ${LONGEST_JOB_SECONDS})
                OR job.locked_at IS NULL AND job.attempts < job.max_attempts))
            LIMIT ${MOST_MISSING}
          ) AS missing
          CROSS JOIN LATERAL graphile_worker.add_job(
            identifier => ${task}::text, payload => missing.payload, run_at => missing.run_at, job_key => missing.key)`,
    );
  }

  onApplicationBootstrap(): void {
    const { databaseUrl, webConcurrency } = this.settings;
    if (this.handlers.size > 0)
      this.runner = new JobRunner(databaseUrl, this.handlers, poolSizes(webConcurrency).jobs);
    for (const repeater of this.repeaters) repeater.start();
  }

  /** While the database is still there. */
  beforeApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  /** Begins no more jobs, and waits for those under way, though not for ever: the others are done again later. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    const repeaters = Promise.all(this.repeaters.map((repeater) => repeater.stop()));
    await Promise.all([this.runner?.stop(), atMost(LONGEST_STOP_MS, repeaters)]);
  }
}

import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Database } from '../database/database.js';
import { prepared } from '../database/statement.js';
import type { Attempts } from './retry-schedule.js';
import type { Weather } from './weather.js';
import { jobKey } from './weather-task.js';

/** A run that waits for its weather, and what the weather depends on. */
export interface WaitingRun {
  readonly id: string;
  readonly endTime: Date;
  readonly lat: number;
  readonly lng: number;
}

/** What the tables know of the weather of runs. */
@Injectable()
export class RunWeatherStore {
  constructor(private readonly database: Database) {}

  async findWaiting(runId: string): Promise<WaitingRun | null> {
    const [run] = await this.database.query<WaitingRun>(
      prepared`SELECT id, end_time AS "endTime", end_lat AS lat, end_lng AS lng FROM runs
          WHERE id = ${runId} AND weather_status = 'pending'`,
    );
    return run ?? null;
  }

  /** Holds the run until the transaction ends. False where it was changed or deleted since it was read. */
  async hold(run: WaitingRun): Promise<boolean> {
    const held = await this.database.query(
      prepared`SELECT id FROM runs
          WHERE id = ${run.id} AND weather_status = 'pending' AND end_time = ${run.endTime}
            AND end_lat = ${run.lat} AND end_lng = ${run.lng}
          FOR NO KEY UPDATE`,
    );
    return held.length > 0;
  }

  /** The last word on a run's weather. */
  async settle(
    runId: string,
    status: 'ok' | 'unavailable' | 'failed' | 'disabled',
    info?: Weather,
  ): Promise<void> {
    await this.database.query(
      prepared`UPDATE runs SET weather_status = ${status}, weather_info = ${info ? JSON.stringify(info) : null}::jsonb,
            updated_at = date_trunc('milliseconds', now())
          WHERE id = ${runId}`,
    );
    await this.forgetPlan(runId);
  }

  /** Notes how often it failed and when it is tried next. */
  async plan(runId: string, record: Attempts, nextAt: Date): Promise<void> {
    await this.database.query(
      prepared`INSERT INTO weather_attempts (run_id, kind, attempts, first_failed_at, next_at)
          VALUES (${runId}, ${record.kind}, ${record.attempts}, ${record.firstFailedAt}, ${nextAt})
          ON CONFLICT ON CONSTRAINT weather_attempts_run_id DO UPDATE
            SET kind = excluded.kind, attempts = excluded.attempts, first_failed_at = excluded.first_failed_at,
              next_at = excluded.next_at`,
    );
  }

  async attemptsOf(runId: string): Promise<Attempts | null> {
    const [record] = await this.database.query<Attempts>(
      prepared`SELECT kind, attempts, first_failed_at AS "firstFailedAt" FROM weather_attempts WHERE run_id = ${runId}`,
    );
    return record ?? null;
  }

  async forgetPlan(runId: string): Promise<void> {
    await this.database.query(prepared`DELETE FROM weather_attempts WHERE run_id = ${runId}`);
  }

  /** The jobs that all waiting runs should have, for `JobQueue.addMissing`. */
  jobsOfWaitingRuns(): Sql {
    return sql`
      SELECT ${jobKey('')} || runs.id AS key, json_build_object('runId', runs.id::text) AS payload, next_at AS run_at
      FROM runs LEFT JOIN weather_attempts ON run_id = runs.id
      WHERE weather_status = 'pending'`;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { JobQueue } from '../shared/jobs/job-queue.js';
import { Breaker } from './breaker.js';
import { type Cell, cellOf } from './cell.js';
import { nearestHour } from './hours.js';
import { DISABLED, type Outcome, outcomeOf } from './outcome.js';
import { decide } from './retry-schedule.js';
import { RunWeatherStore } from './run-weather-store.js';
import { WeatherFailure } from './weather-failure.js';
import { WeatherStation } from './weather-station.js';
import { jobKey, WEATHER_TASK } from './weather-task.js';
import type { Place, Weather } from './weather.js';

/** How long a person waits for the weather of the run that they post, everything included. */
const PATIENCE_MS = 2000;

/** The weather, for those who store runs. */
@Injectable()
export class WeatherService {
  /** A provider that is slow today is left to the jobs: people should not wait two seconds each, all day. */
  private readonly patience = new Breaker();

  constructor(
    @Inject(WeatherStation) private readonly station: WeatherStation | null,
    private readonly runs: RunWeatherStore,
    private readonly queue: JobQueue,
    private readonly database: Database,
  ) {}

  /**
   * The weather of the hour nearest `at`, looked for while somebody waits: call it before the transaction opens. Inside
   * of one (in a list of operations) nobody is asked, and a job asks once it is over. What the provider does wrong is an
   * outcome, never an error.
   */
  async observe(place: Place, at: Date, deadlineMs = PATIENCE_MS): Promise<Outcome> {
    const { station } = this;
    if (!station) return DISABLED;
    const cell = cellOf(place);
    const hour = nearestHour(at);
    return outcomeOf(
      at,
      deadlineMs,
      () => station.recall(cell, hour),
      () => this.askInHaste(station, cell, hour),
    );
  }

  /**
   * Has a background job try again; every earlier plan for the run is void. Call it in the transaction that stores the
   * run as `pending`, so that both happen or neither.
   */
  async scheduleRetry(runId: string, failure: WeatherFailure): Promise<void> {
    const decision = decide(null, failure, new Date());
    if (decision.status !== 'pending') return this.runs.settle(runId, decision.status);
    await this.runs.plan(runId, decision.record, decision.nextAt);
    await this.queue.add(WEATHER_TASK, { runId }, { key: jobKey(runId), runAt: decision.nextAt });
  }

  /** Voids every earlier plan. Call it in the transaction that stores a run as anything but `pending`. */
  forgetRetry(runId: string): Promise<void> {
    return this.runs.forgetPlan(runId);
  }

  private async askInHaste(station: WeatherStation, cell: Cell, hour: Date): Promise<Weather> {
    if (this.database.isInTransaction) throw new WeatherFailure('unasked', 'Others would have to wait.');
    if (!this.patience.allows(Date.now())) throw new WeatherFailure('unavailable', 'The provider is slow.');
    const asked = Date.now();
    try {
      return await station.ask(cell, hour);
    } finally {
      this.judge(Date.now() - asked);
    }
  }

  private judge(tookMs: number): void {
    if (tookMs < PATIENCE_MS) this.patience.succeeded();
    if (tookMs >= PATIENCE_MS) this.patience.failed(Date.now());
  }
}

import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { JobQueue } from '../shared/jobs/job-queue.js';
import { cellOf } from './cell.js';
import { nearestHour } from './hours.js';
import { DISABLED, type Outcome, outcomeOf } from './outcome.js';
import { decide } from './retry-schedule.js';
import { RunWeatherStore, type WaitingRun } from './run-weather-store.js';
import type { WeatherFailure } from './weather-failure.js';
import { WeatherStation } from './weather-station.js';
import { jobKey, runIdOf, WEATHER_TASK } from './weather-task.js';

const SWEEP_SECONDS = 60;
/** Far below the time after which a sweep takes a job for lost. */
const DEADLINE_MS = 30_000;

/** Finds in the background the weather that a posting request did not get. */
@Injectable()
export class WeatherJobs implements OnModuleInit {
  constructor(
    @Inject(WeatherStation) private readonly station: WeatherStation | null,
    private readonly runs: RunWeatherStore,
    private readonly queue: JobQueue,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.queue.register(WEATHER_TASK, (payload) => this.fill(runIdOf(payload)));
    this.queue.every(SWEEP_SECONDS, 'weather sweep', () => this.sweep());
  }

  /** Gives every waiting run its job, whatever crash has lost it. */
  async sweep(): Promise<void> {
    await this.queue.addMissing(WEATHER_TASK, this.runs.jobsOfWaitingRuns());
  }

  /** Tries once for one run. Doing it twice does no harm. */
  async fill(runId: string): Promise<void> {
    const run = await this.runs.findWaiting(runId);
    if (!run) return this.runs.forgetPlan(runId);
    const outcome = await this.observe(run);
    await this.database.inTransaction(() => this.store(run, outcome));
  }

  private async observe(run: WaitingRun): Promise<Outcome> {
    const { station } = this;
    if (!station) return DISABLED;
    const cell = cellOf(run);
    const hour = nearestHour(run.endTime);
    return outcomeOf(
      run.endTime,
      DEADLINE_MS,
      () => station.recall(cell, hour),
      () => station.ask(cell, hour),
    );
  }

  /** A run that was changed meanwhile has a job of its own: this weather is not its weather. */
  private async store(run: WaitingRun, outcome: Outcome): Promise<void> {
    if (!(await this.runs.hold(run))) return;
    if (outcome.status === 'pending') return this.tryLater(run.id, outcome.failure);
    await this.runs.settle(run.id, outcome.status, outcome.info ?? undefined);
  }

  private async tryLater(runId: string, failure: WeatherFailure): Promise<void> {
    const decision = decide(await this.runs.attemptsOf(runId), failure, new Date());
    if (decision.status !== 'pending') return this.runs.settle(runId, decision.status);
    await this.runs.plan(runId, decision.record, decision.nextAt);
    await this.queue.add(WEATHER_TASK, { runId }, { key: jobKey(runId), runAt: decision.nextAt });
  }
}

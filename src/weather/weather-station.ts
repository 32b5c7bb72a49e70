import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@nestjs/common';
import { Breaker } from './breaker.js';
import { reasonOf } from '../shared/log/describe-error.js';
import type { Cell } from './cell.js';
import { isOver } from './hours.js';
import type { ObservationStore } from './observation-store.js';
import type { PauseStore } from './pause-store.js';
import { SharedCalls } from './shared-calls.js';
import { Slots } from './slots.js';
import { WeatherFailure } from './weather-failure.js';
import type { WeatherProvider } from './weather-provider.js';
import type { Observation, Weather } from './weather.js';

const CALLS_AT_ONCE = 4;
const LONGEST_LINE = 100;

/** A provider, asked with manners: never twice for the same, not too often at once, and not while it wants peace. */
export class WeatherStation {
  private readonly log = new Logger(WeatherStation.name);
  private readonly breaker = new Breaker();
  private readonly slots = new Slots(CALLS_AT_ONCE, LONGEST_LINE);
  private readonly calls = new SharedCalls<readonly Observation[]>();
  /** A shared call is nobody's: it outlives the request that began it and stays out of that one's transaction. */
  private readonly outsideOfRequests = AsyncLocalStorage.snapshot();

  constructor(
    private readonly provider: WeatherProvider,
    private readonly observations: ObservationStore,
    private readonly pauses: PauseStore,
  ) {}

  /** What is known of the hour already. */
  recall(cell: Cell, hour: Date): Promise<Weather | null> {
    return this.observations.find(cell, hour);
  }

  /** Asks the provider. Throws `WeatherFailure`, or what the database throws. */
  async ask(cell: Cell, hour: Date): Promise<Weather> {
    const answer = await this.calls.get(this.provider.questionOf(cell, hour), () =>
      this.outsideOfRequests(() => this.call(cell, hour)),
    );
    const found = answer.find((observation) => observation.hour.getTime() === hour.getTime());
    if (!found) throw new WeatherFailure('no_data', 'The provider has no data for the hour.');
    return found.weather;
  }

  private async call(cell: Cell, hour: Date): Promise<readonly Observation[]> {
    if (this.breaker.isResting(Date.now())) throw leftAlone();
    const answer = await this.slots.run(() => this.callPolitely(cell, hour));
    await this.remember(cell, answer);
    return answer;
  }

  /** Whoever waited in line for this may find that the provider has had enough meanwhile. */
  private async callPolitely(cell: Cell, hour: Date): Promise<readonly Observation[]> {
    await this.pauses.refuseWhilePaused();
    if (!this.breaker.allows(Date.now())) throw leftAlone();
    try {
      const answer = await this.provider.observe(cell, hour);
      this.breaker.succeeded();
      return answer;
    } catch (error) {
      if (error instanceof WeatherFailure) await this.learnFrom(error);
      throw error;
    }
  }

  /** An answer is worth something even where it cannot be kept. */
  private async remember(cell: Cell, answer: readonly Observation[]): Promise<void> {
    const now = new Date();
    const lasting = answer.filter((observation) => isOver(observation.hour, now));
    try {
      await this.observations.keep(cell, lasting);
    } catch (error) {
      this.log.warn(`Observations could not be kept: ${reasonOf(error)}`);
    }
  }

  private async learnFrom(failure: WeatherFailure): Promise<void> {
    const { kind, until, message } = failure;
    if (kind === 'unavailable') {
      if (this.breaker.failed(Date.now()))
        this.log.warn(`${this.provider.name} is left alone for a while. ${message}`);
      return;
    }
    this.breaker.succeeded();
    if ((kind !== 'rate_limited' && kind !== 'config') || !until) return;
    const first = await this.pauses.begin(kind, until);
    if (first)
      this.log.warn(`${this.provider.name} is paused until ${until.toISOString()} (${kind}). ${message}`);
  }
}

function leftAlone(): WeatherFailure {
  return new WeatherFailure('unavailable', 'The provider keeps failing and is left alone.');
}

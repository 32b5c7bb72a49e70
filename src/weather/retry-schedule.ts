import { DAY, HOUR, MINUTE } from './hours.js';
import type { FailureKind, WeatherFailure } from './weather-failure.js';

/** How often in a row a run's weather has failed in the same way, and since when. */
export interface Attempts {
  readonly kind: FailureKind;
  readonly attempts: number;
  readonly firstFailedAt: Date;
}

/** Ask again at `nextAt`, or give up. */
export type Decision =
  | { readonly status: 'pending'; readonly nextAt: Date; readonly record: Attempts }
  | { readonly status: 'unavailable' | 'failed' };

interface Ladder {
  /** The wait after the first failure, after the second, and so on, in milliseconds. */
  readonly waits: readonly number[];
  readonly end: 'unavailable' | 'failed';
}

const ladders: Readonly<Record<'unavailable' | 'no_data' | 'bad_request', Ladder>> = {
  unavailable: {
    waits: [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR, ...Array.from({ length: 7 }, () => DAY)],
    end: 'failed',
  },
  no_data: { waits: [6 * HOUR, DAY, 5 * DAY, 7 * DAY], end: 'unavailable' },
  // Asked once more by the job: the answer to the posting request always says `pending`.
  bad_request: { waits: [1000], end: 'failed' },
};

/** What follows a failure, given the record of those before it. */
export function decide(previous: Attempts | null, failure: WeatherFailure, now: Date): Decision {
  const { kind } = failure;
  if (kind === 'unasked') return { status: 'pending', nextAt: now, record: previous ?? noneYet(kind, now) };
  if (kind === 'rate_limited' || kind === 'config' || kind === 'early') return wait(previous, failure, now);
  const record = countOn(previous, kind, now);
  const ladder = ladders[kind];
  const delay = ladder.waits[record.attempts - 1];
  if (delay === undefined) return { status: ladder.end };
  return { status: 'pending', nextAt: new Date(now.getTime() + delay), record };
}

/** A pause says nothing about this run: it counts neither for nor against it. */
function wait(previous: Attempts | null, failure: WeatherFailure, now: Date): Decision {
  const record = previous ?? noneYet(failure.kind, now);
  const nextAt = failure.until && failure.until > now ? failure.until : new Date(now.getTime() + MINUTE);
  return { status: 'pending', nextAt, record };
}

const noneYet = (kind: FailureKind, now: Date): Attempts => ({ kind, attempts: 0, firstFailedAt: now });

function countOn(previous: Attempts | null, kind: FailureKind, now: Date): Attempts {
  if (previous?.kind !== kind) return { kind, attempts: 1, firstFailedAt: now };
  return { ...previous, attempts: previous.attempts + 1 };
}

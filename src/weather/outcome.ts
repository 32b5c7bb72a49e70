import { WeatherFailure } from './weather-failure.js';
import type { Weather } from './weather.js';

/** The weather of a run as far as it is known; a `failure` is to be handed to `WeatherService.scheduleRetry`. */
export type Outcome =
  | { readonly status: 'ok'; readonly info: Weather; readonly failure: null }
  | { readonly status: 'pending'; readonly info: null; readonly failure: WeatherFailure }
  | { readonly status: 'disabled'; readonly info: null; readonly failure: null };

export const DISABLED: Outcome = { status: 'disabled', info: null, failure: null };

/**
 * Looks for the weather at an instant: what the provider does wrong, or too slowly, becomes a `pending`. What is known
 * already is looked up first; where the database does not answer, that is its fault, and an error.
 */
export async function outcomeOf(
  at: Date,
  deadlineMs: number,
  recall: () => Promise<Weather | null>,
  ask: () => Promise<Weather>,
): Promise<Outcome> {
  if (at > new Date()) return pending(new WeatherFailure('early', 'The run has not ended yet.', at));
  try {
    const info = (await recall()) ?? (await withinDeadline(ask(), deadlineMs));
    return { status: 'ok', info, failure: null };
  } catch (error) {
    if (error instanceof WeatherFailure) return pending(error);
    throw error;
  }
}

function pending(failure: WeatherFailure): Outcome {
  return { status: 'pending', info: null, failure };
}

/** The work goes on after the deadline, so that its answer is there for the next who asks. */
async function withinDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new WeatherFailure('unavailable', `No answer within ${deadlineMs} ms.`));
    }, deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

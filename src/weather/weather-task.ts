/** The job that finds the weather of one run. */
export const WEATHER_TASK = 'weather';

const KEY_PREFIX = 'weather:';

/** A run has one job at most. */
export function jobKey(runId: string): string {
  return KEY_PREFIX + runId;
}

/** Throws on a payload that is not ours. */
export function runIdOf(payload: unknown): string {
  if (
    typeof payload === 'object' &&
    payload !== null &&
    'runId' in payload &&
    typeof payload.runId === 'string'
  ) {
    return payload.runId;
  }
  throw new Error('A weather job names no run.');
}

/**
 * Why there is no weather: the provider did not answer in a way that can be read (`unavailable`), has had enough of us
 * (`rate_limited`), does not take our key (`config`) or our question (`bad_request`), does not know the hour
 * (`no_data`), the run has not ended yet (`early`), or nobody could wait for an answer (`unasked`).
 */
export type FailureKind =
  'unavailable' | 'rate_limited' | 'config' | 'bad_request' | 'no_data' | 'early' | 'unasked';

/** The weather could not be had. The message is for logs: it holds neither a key nor a place. */
export class WeatherFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** Before then it is of no use to ask again; null where nobody knows. */
    readonly until: Date | null = null,
  ) {
    super(message);
    this.name = 'WeatherFailure';
  }
}

/** The provider's answer is not what its documentation says. */
export function unreadable(): WeatherFailure {
  return new WeatherFailure('unavailable', 'The answer cannot be read.');
}

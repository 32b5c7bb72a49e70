import type { Cell } from './cell.js';
import type { Observation, ProviderName } from './weather.js';

/** Where weather comes from. */
export interface WeatherProvider {
  readonly name: ProviderName;
  /** Two questions with the same text are answered by one call. */
  questionOf(cell: Cell, hour: Date): string;
  /**
   * Asks for a full hour in a cell. The answer holds every hour that came with it and has data, which need not be the
   * one asked for. Throws `WeatherFailure` only.
   */
  observe(cell: Cell, hour: Date): Promise<readonly Observation[]>;
}

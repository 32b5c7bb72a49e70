import type { Database } from '../database/database.js';
import { prepared } from '../database/statement.js';
import { WeatherFailure } from './weather-failure.js';
import type { ProviderName } from './weather.js';

/** A provider that told us to wait is left alone by all jobs and all processes. */
export class PauseStore {
  constructor(
    private readonly database: Database,
    private readonly provider: ProviderName,
  ) {}

  /** Throws the `WeatherFailure` that began the pause while it lasts. */
  async refuseWhilePaused(): Promise<void> {
    const [pause] = await this.database.query<{ until: Date; reason: 'rate_limited' | 'config' }>(
      prepared`SELECT until, reason FROM weather_pauses WHERE provider = ${this.provider} AND until > now()`,
    );
    if (pause) throw new WeatherFailure(pause.reason, 'The provider is paused.', pause.until);
  }

  /**
   * The longest of several pauses counts. True where this one is news: calls that were under way together are told to
   * wait within moments of each other.
   */
  async begin(reason: 'rate_limited' | 'config', until: Date): Promise<boolean> {
    const [before] = await this.database.query<{ paused: boolean }>(
      prepared`WITH before AS (SELECT until FROM weather_pauses WHERE provider = ${this.provider} FOR UPDATE)
          INSERT INTO weather_pauses AS pause (provider, until, reason) VALUES (${this.provider}, ${until}, ${reason})
          ON CONFLICT ON CONSTRAINT weather_pauses_provider DO UPDATE
            SET until = excluded.until, reason = excluded.reason WHERE pause.until < excluded.until - interval '10 seconds'
          RETURNING coalesce((SELECT until > now() FROM before), false) AS paused`,
    );
    return before?.paused === false;
  }
}

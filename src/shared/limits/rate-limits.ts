import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import sql, { join, raw } from 'sql-template-tag';
import { Database } from '../../database/database.js';
import { prepare } from '../../database/statement.js';
import { SETTINGS, type Settings } from '../../settings/settings.js';
import { TooManyRequests } from '../errors/errors.js';
import { type EventName, tellEvent } from '../log/event.js';
import { type Allowance, type Policy, rateLimitFields, type Standing } from './standing.js';

interface Counted {
  /** As it is kept. */
  readonly key: string;
  readonly hits: number;
  readonly wait: number;
}

/** Counts attempts in fixed windows, for all processes together. */
@Injectable()
export class RateLimits {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Throws 429 where one of the allowances is spent; counts nothing. */
  async refuseSpent(allowances: readonly Allowance[]): Promise<void> {
    if (allowances.length === 0) return;
    const keys = allowances.map(({ key }) => this.keptKey(key));
    const counted = await this.database.query<Counted>(
      prepare(
        sql`SELECT key, hits, ${WAIT} FROM rate_limits WHERE key = ANY (${keys}::text[]) AND resets_at > now()`,
      ),
    );
    refuseWhere(this.standings(allowances, counted), ({ allowance, hits }) => hits >= allowance.points);
  }

  /**
   * Counts one hit of each, and tells how they stand now. Throws 429 where that was one too many: of attempts at the same
   * moment no more pass than of attempts one after the other.
   */
  async hit(allowances: readonly Allowance[]): Promise<readonly Standing[]> {
    const rows = allowances.map(
      ({ key, seconds }) => sql`(${this.keptKey(key)}, 1, now() + make_interval(secs => ${seconds}))`,
    );
    const counted = await this.database.query<Counted>(sql`
      INSERT INTO rate_limits AS counted (key, hits, resets_at) VALUES ${join(rows)}
      ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN counted.resets_at > now() THEN counted.hits + 1 ELSE 1 END,
        resets_at = CASE WHEN counted.resets_at > now() THEN counted.resets_at ELSE excluded.resets_at END
      RETURNING key, hits, ${WAIT}`);
    const found = this.standings(allowances, counted);
    refuseWhere(found, ({ allowance, hits }) => hits > allowance.points);
    return found;
  }

  /** Forgets the windows that are over. */
  async forgetPast(): Promise<void> {
    await this.database.query(sql`DELETE FROM rate_limits WHERE resets_at < now()`);
  }

  /** In the order of the allowances, without those of which nothing was counted. */
  private standings(allowances: readonly Allowance[], counted: readonly Counted[]): readonly Standing[] {
    return allowances.flatMap((allowance) => {
      const key = this.keptKey(allowance.key);
      return counted.filter((each) => each.key === key).map(({ hits, wait }) => ({ allowance, hits, wait }));
    });
  }

  /** Nobody who reads the table learns who tried to log in, or from where. */
  private keptKey(key: string): string {
    return createHmac('sha256', this.settings.secretKey).update(`limit: ${key}`).digest('base64url');
  }
}

/** The seconds until the window is over. */
const WAIT = raw('greatest(1, ceil(extract(epoch FROM resets_at - now())))::int AS wait');

/** What the log says of attempts beyond a limit. */
const LIMITED: Readonly<Record<Policy, EventName>> = {
  login: 'login.limited',
  'login-account': 'login.limited',
  'login-address': 'login.limited',
  registration: 'registration.limited',
};

/** The one that is spent for longest says how long to wait. */
function refuseWhere(found: readonly Standing[], isSpent: (standing: Standing) => boolean): void {
  const [longest] = found.filter(isSpent).sort((one, other) => other.wait - one.wait);
  if (!longest) return;
  const { policy } = longest.allowance;
  tellEvent(LIMITED[policy], { policy });
  throw new TooManyRequests('Too many attempts: try again later.', longest.wait, rateLimitFields(longest));
}

import { Injectable } from '@nestjs/common';
import sql, { join, raw } from 'sql-template-tag';
import { Database } from '../../database/database.js';
import { prepare } from '../../database/statement.js';
import { TooManyRequests } from '../errors/errors.js';

/** So many hits of one key in so many seconds. */
export interface Allowance {
  readonly key: string;
  readonly points: number;
  readonly seconds: number;
}

interface Spent {
  readonly key: string;
  readonly hits: number;
  readonly wait: number;
}

/** Counts attempts in fixed windows, for all processes together. */
@Injectable()
export class RateLimits {
  constructor(private readonly database: Database) {}

  /** Throws 429 where one of the allowances is spent; counts nothing. */
  async refuseSpent(allowances: readonly Allowance[]): Promise<void> {
    if (allowances.length === 0) return;
    const keys = allowances.map((allowance) => allowance.key);
    const counted = await this.database.query<Spent>(
      prepare(
        sql`SELECT key, hits, ${WAIT} FROM rate_limits WHERE key = ANY (${keys}::text[]) AND resets_at > now()`,
      ),
    );
    refuseWhere(allowances, counted);
  }

  /**
   * Counts one hit of each. Throws 429 where that was one too many: of attempts at the same moment no more pass than of
   * attempts one after the other.
   */
  async hit(allowances: readonly Allowance[]): Promise<void> {
    const rows = allowances.map(
      ({ key, seconds }) => sql`(${key}, 1, now() + make_interval(secs => ${seconds}))`,
    );
    const counted = await this.database.query<Spent>(sql`
      INSERT INTO rate_limits AS counted (key, hits, resets_at) VALUES ${join(rows)}
      ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN counted.resets_at > now() THEN counted.hits + 1 ELSE 1 END,
        resets_at = CASE WHEN counted.resets_at > now() THEN counted.resets_at ELSE excluded.resets_at END
      RETURNING key, hits - 1 AS hits, ${WAIT}`);
    refuseWhere(allowances, counted);
  }

  /** Forgets the windows that are over. */
  async forgetPast(): Promise<void> {
    await this.database.query(sql`DELETE FROM rate_limits WHERE resets_at < now()`);
  }
}

/** The seconds until the window is over. */
const WAIT = raw('ceil(extract(epoch FROM resets_at - now()))::int AS wait');

function refuseWhere(allowances: readonly Allowance[], counted: readonly Spent[]): void {
  const waits = counted.filter(({ key, hits }) => isSpent(allowances, key, hits)).map(({ wait }) => wait);
  if (waits.length === 0) return;
  throw new TooManyRequests('Too many attempts: try again later.', Math.max(1, ...waits));
}

const isSpent = (allowances: readonly Allowance[], key: string, hits: number): boolean =>
  allowances.some((allowance) => allowance.key === key && hits >= allowance.points);

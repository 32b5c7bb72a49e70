import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { type Allowance, RateLimits } from '../shared/limits/rate-limits.js';

/** An account or an address alone may fail this many times as often as a pair of them. */
const ALONE = 10;

/** How often logins may fail: for a pair of account and address, and more often for each alone. */
@Injectable()
export class LoginLimit {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly limits: RateLimits,
  ) {}

  /** Throws 429 while one is used up, whether or not the password would be right. */
  refuseSpent(username: string, address: string): Promise<void> {
    return this.limits.refuseSpent(this.allowances(username, address));
  }

  /** Throws 429 where others failed so often at the same moment that this one is too many. */
  async countFailure(username: string, address: string): Promise<void> {
    const allowances = this.allowances(username, address);
    if (allowances.length > 0) await this.limits.hit(allowances);
  }

  private allowances(username: string, address: string): readonly Allowance[] {
    const limit = this.settings.loginLimit;
    if (!limit) return [];
    const { points, seconds } = limit;
    const account = username.toLowerCase().slice(0, 64).replaceAll('\0', '').toWellFormed();
    return [
      { key: `login pair:${account}@${address}`, points, seconds },
      { key: `login account:${account}`, points: points * ALONE, seconds },
      { key: `login address:${address}`, points: points * ALONE, seconds },
    ];
  }
}

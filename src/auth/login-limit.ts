import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { RateLimits } from '../shared/limits/rate-limits.js';
import { type Allowance, rateLimitFields } from '../shared/limits/standing.js';
import { networkOf } from '../shared/values/address.js';

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

  /**
   * Counts a failure. Throws 429 where others failed so often at the same moment that this one is too many.
   * @returns the header fields that tell the client what is left of the pair's: what others did with the same account is
   * none of its business
   */
  async countFailure(username: string, address: string): Promise<Readonly<Record<string, string>>> {
    const allowances = this.allowances(username, address);
    if (allowances.length === 0) return {};
    const [pair] = await this.limits.hit(allowances);
    return pair ? rateLimitFields(pair) : {};
  }

  private allowances(username: string, address: string): readonly Allowance[] {
    const limit = this.settings.loginLimit;
    if (!limit) return [];
    const { points, seconds } = limit;
    const account = username.toLowerCase().slice(0, 64).replaceAll('\0', '').toWellFormed();
    const network = networkOf(address);
    const alone = { points: points * ALONE, seconds };
    return [
      { policy: 'login', key: `login pair:${account}@${network}`, points, seconds },
      { policy: 'login-account', key: `login account:${account}`, ...alone },
      { policy: 'login-address', key: `login address:${network}`, ...alone },
    ];
  }
}

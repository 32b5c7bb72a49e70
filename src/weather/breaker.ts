import { MINUTE } from './hours.js';

const MOST_FAILURES = 5;
const SKIP_MS = MINUTE;

/** Leaves somebody who keeps failing alone: after five failures in a row for 60 s, then one trial. Times in epoch ms. */
export class Breaker {
  private failures = 0;
  private resumesAt = 0;

  isResting(now: number): boolean {
    return this.failures >= MOST_FAILURES && now < this.resumesAt;
  }

  /** May this caller try? Whoever is let through must say how it went. */
  allows(now: number): boolean {
    if (this.failures < MOST_FAILURES) return true;
    if (this.isResting(now)) return false;
    // This caller is the trial; the others wait for how it ends.
    this.resumesAt = now + SKIP_MS;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
  }

  /** True where this failure is the one that starts a time of leaving alone. */
  failed(now: number): boolean {
    this.failures += 1;
    if (this.failures < MOST_FAILURES) return false;
    this.resumesAt = now + SKIP_MS;
    return this.failures === MOST_FAILURES;
  }
}

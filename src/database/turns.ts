import { Unavailable } from '../shared/errors/errors.js';
import { PATIENCE } from './patience.js';

/** Where things are in use for longer than this on average, in milliseconds, those who wait are held up. */
const LONG_USE = 500;
/** How often those look round who wait in a rush, in milliseconds. */
const LOOK = 1000;

/** A moment, and how many had had their turn by then. */
interface Mark {
  readonly at: number;
  readonly taken: number;
}

/**
 * So many may have something at a time; others wait for their turn, in the order in which they came: for long in a rush,
 * where turns come all the time, but not where hardly anybody gives back what they have.
 */
export class Turns {
  private free: number;
  private taken = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly most: number) {
    this.free = most;
  }

  /** Whether it is one's turn at once; otherwise wait for it. */
  takeNow(): boolean {
    if (this.free === 0) return false;
    this.free -= 1;
    this.taken += 1;
    return true;
  }

  /** One's turn, with the milliseconds that one may take if others are held up, too. Throws 503 where it does not come. */
  async wait(): Promise<number | null> {
    const came = this.mark();
    await this.comes(came);
    if (!this.isHeldUpSince(came)) return null;
    return Math.max(PATIENCE.least, PATIENCE.both - (Date.now() - came.at));
  }

  /** Ends one's turn: it is the next one's. */
  pass(): void {
    const [first] = this.waiting;
    if (!first) this.free += 1;
    first?.();
  }

  private comes(came: Mark): Promise<void> {
    return new Promise((resolve, reject) => {
      let last = came;
      const take = (): void => {
        this.waiting.delete(take);
        this.taken += 1;
        clearTimeout(timer);
        resolve();
      };
      const look = (): void => {
        if (!this.waiting.has(take)) return;
        if (!this.isHeldUpSince(last) && Date.now() - came.at < PATIENCE.rush) {
          last = this.mark();
          timer = setTimeout(lookSoon, LOOK);
          return;
        }
        this.waiting.delete(take);
        reject(new Unavailable('The server is too busy at the moment: try again.', 'TOO_BUSY', 1));
      };
      // Where this process itself was held up, what was given back meanwhile is heard of first.
      const lookSoon = (): void => void setImmediate(look);
      let timer = setTimeout(lookSoon, PATIENCE.turn);
      this.waiting.add(take);
    });
  }

  private mark(): Mark {
    return { at: Date.now(), taken: this.taken };
  }

  private isHeldUpSince({ at, taken }: Mark): boolean {
    return (this.taken - taken) * LONG_USE < this.most * (Date.now() - at);
  }
}

import { Unavailable } from '../errors/errors.js';

export interface Bounds {
  /** How many pieces of work are done at the same time. */
  readonly atOnce: number;
  /** How many more may wait for their turn. */
  readonly waiting: number;
  /** When those who are turned away should come again, in seconds. */
  readonly retryAfter: number;
}

/** Work that is costly: some of it at once, some in line, and the rest is turned away before anything is done for it. */
export class BoundedQueue {
  private underWay = 0;
  private readonly line: (() => void)[] = [];
  private done = 0;

  constructor(private readonly bounds: Bounds) {}

  /** How many pieces of work came to their end, well or not. */
  get finished(): number {
    return this.done;
  }

  /** Throws 503 `BUSY` where too many are waiting. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    const { atOnce, waiting, retryAfter } = this.bounds;
    if (this.underWay < atOnce) {
      this.underWay += 1;
      return Promise.resolve();
    }
    if (this.line.length >= waiting) {
      return Promise.reject(
        new Unavailable('The server is busy at the moment: try again.', 'BUSY', retryAfter),
      );
    }
    return new Promise((resolve) => this.line.push(resolve));
  }

  /** Whoever is next in line takes the place that is given up. */
  private leave(): void {
    this.done += 1;
    const next = this.line.shift();
    if (!next) this.underWay -= 1;
    next?.();
  }
}

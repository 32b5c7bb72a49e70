import { WeatherFailure } from './weather-failure.js';

/** Lets only so many run at once; the others wait in line, and where the line is too long they are turned away. */
export class Slots {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(
    size: number,
    private readonly longestLine: number,
  ) {
    this.free = size;
  }

  /** Throws `WeatherFailure` (`unavailable`) where the line is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private enter(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    if (this.line.length >= this.longestLine) {
      return Promise.reject(new WeatherFailure('unavailable', 'Too many calls are waiting.'));
    }
    return new Promise((resolve) => this.line.push(resolve));
  }

  /** A freed slot goes straight to the next in line. */
  private leave(): void {
    const next = this.line.shift();
    if (!next) this.free += 1;
    next?.();
  }
}

import { Logger } from '@nestjs/common';
import { reasonOf } from '../log/describe-error.js';

/** Calls a handler at once and then every so many seconds; never twice at a time. */
export class Repeater {
  private readonly log = new Logger('Jobs');
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | null = null;

  constructor(
    private readonly seconds: number,
    private readonly name: string,
    private readonly handler: () => Promise<void>,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.turn();
    }, this.seconds * 1000);
    this.turn();
  }

  /** Waits for the turn that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  private turn(): void {
    this.underWay ??= this.call().finally(() => {
      this.underWay = null;
    });
  }

  /** The next turn makes up for one that failed. */
  private async call(): Promise<void> {
    try {
      await this.handler();
    } catch (error) {
      this.log.warn(`${this.name} failed: ${reasonOf(error)}`);
    }
  }
}

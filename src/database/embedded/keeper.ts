import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from './embedded-error.js';
import type { Lease } from './lease.js';
import type { Postmaster } from './postmaster.js';

/** Milliseconds between attempts to have the server back: more and more, while what stands in the way stays. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 3000;
/** What stands in the way at first mostly passes: old processes that end, or another start. */
const WORTH_SAYING = 500;

/** A server that runs, and a process's claim on it. */
export interface Held {
  readonly url: string;
  readonly adminUrl: string;
  readonly postmaster: Postmaster;
  readonly lease: Lease;
  readonly stop: () => Promise<void>;
}

/** Has a server that was lost back: the one that another process has started meanwhile, or one that it starts itself. */
type Again = (before: Postmaster) => Promise<Held>;

/** Keeps a server running as long as its process wants it: where it dies it is started again, at the same address. */
export class Keeper {
  readonly url: string;
  readonly adminUrl: string;
  private readonly stopped = new AbortController();
  private stopping: Promise<void> | null = null;
  private reviving: Promise<void> | null = null;

  constructor(
    private held: Held,
    private readonly again: Again,
    private readonly log: (line: string) => void,
  ) {
    ({ url: this.url, adminUrl: this.adminUrl } = held);
    this.guard();
  }

  /** Stops the server, unless another process uses it. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    this.stopped.abort();
    await this.reviving;
    if (await this.held.lease.release()) await this.held.stop();
  }

  private guard(): void {
    void this.held.lease.lost.then((reason) => {
      if (this.stopped.signal.aborted) return;
      this.log(`Lost the embedded PostgreSQL: ${reason}. It is started again.`);
      this.reviving = this.revive();
    });
  }

  private async revive(): Promise<void> {
    let [pause, said] = [FIRST_PAUSE, ''];
    while (!this.stopped.signal.aborted) {
      const obstacle = await this.tryAgain();
      if (obstacle === null) return;
      if (pause > WORTH_SAYING && obstacle !== said)
        this.log(`The embedded PostgreSQL is not back yet: ${(said = obstacle)}`);
      await this.pause(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 1.5);
    }
  }

  /** What stands in the way; null where the server is back. */
  private async tryAgain(): Promise<string | null> {
    try {
      this.held = await this.again(this.held.postmaster);
    } catch (error) {
      return messageOf(error);
    }
    this.log(`The embedded PostgreSQL is back (process ${this.held.postmaster.pid}).`);
    this.guard();
    return null;
  }

  /** Until then, or until the server is not wanted any more. */
  private async pause(milliseconds: number): Promise<void> {
    const { signal } = this.stopped;
    await sleep(milliseconds, null, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

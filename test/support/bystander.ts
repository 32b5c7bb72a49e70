import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerProcess } from './server-process.js';

/** How long a bystander waits between its requests, in milliseconds. */
const PAUSE = 20;

export interface Seen {
  readonly answered: number;
  /** What it was answered with that was not 200. */
  readonly odd: readonly number[];
  /** Milliseconds. */
  readonly slowest: number;
  /** The most memory that the server had, in MiB. */
  readonly memory: number;
}

/** A client that does no harm and asks for its own record again and again, while others do what they do. */
export class Bystander {
  private isWatching = true;
  private readonly watching: Promise<Seen>;

  constructor(
    private readonly server: ServerProcess,
    private readonly token: string,
  ) {
    this.watching = this.watch();
  }

  /** What it has seen until now; it asks no more. */
  stop(): Promise<Seen> {
    this.isWatching = false;
    return this.watching;
  }

  private async watch(): Promise<Seen> {
    const client = this.server.client(this.token);
    const seen = { answered: 0, odd: [] as number[], slowest: 0, memory: 0 };
    while (this.isWatching) {
      const began = performance.now();
      const { status } = await client.get('/me');
      seen.slowest = Math.max(seen.slowest, performance.now() - began);
      seen.memory = Math.max(seen.memory, await this.server.memory());
      seen.answered += 1;
      if (status !== 200) seen.odd.push(status);
      await sleep(PAUSE);
    }
    return seen;
  }
}

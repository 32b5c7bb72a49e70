import pg from 'pg';
import { PreparedClient } from './prepared-client.js';
import { Turns } from './turns.js';

type Done = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (spent?: Error | boolean) => void,
) => void;

/** The pool of requests: who finds no free connection waits for their turn, and not for ever. */
export class RequestPool extends pg.Pool {
  private readonly turns: Turns;

  constructor(config: pg.PoolConfig) {
    super(config);
    this.turns = new Turns(this.options.max);
    // Only after the event the pool has put it among the idle ones, or thrown it away.
    this.on('release', () => process.nextTick(() => this.turns.pass()));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(done: Done): void;
  override connect(done?: Done): Promise<pg.PoolClient> | undefined {
    const connecting = this.turns.takeNow() ? this.open(null) : this.openLater();
    if (!done) return connecting;
    connecting.then(
      (client) => done(undefined, client, (spent) => client.release(spent)),
      (error: unknown) => done(error as Error, undefined, () => undefined),
    );
    return undefined;
  }

  private async openLater(): Promise<pg.PoolClient> {
    const patience = await this.turns.wait();
    const opening = this.open(patience);
    return patience === null ? opening : within(patience, opening);
  }

  private async open(patience: number | null): Promise<pg.PoolClient> {
    try {
      const client = await super.connect();
      const own: pg.ClientBase = client;
      if (own instanceof PreparedClient) own.patience = patience;
      return client;
    } catch (error) {
      this.turns.pass();
      throw error;
    }
  }
}

/** What is opened too late goes back to the pool. */
async function within(milliseconds: number, opening: Promise<pg.PoolClient>): Promise<pg.PoolClient> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      opening.then(
        (client) => client.release(),
        () => undefined,
      );
      reject(new Error('timeout exceeded when trying to connect'));
    }, milliseconds);
  });
  return Promise.race([opening, late]).finally(() => clearTimeout(timer));
}

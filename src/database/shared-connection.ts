import type { ClientPool } from './client-pool.js';
import { PATIENCE } from './patience.js';
import { PreparedClient } from './prepared-client.js';
import type { Statement } from './statement.js';

/** Its types are older than its pipelining. */
type PipelinedConfig = ClientPool['options'] & { readonly pipeline: true };

/** Unlike those of the pool it is never idle for long enough to be closed, so it must find out when the way is lost. */
const VIGILANCE = {
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  answerTimeoutMillis: PATIENCE.statement + PATIENCE.way,
} as const;

/**
 * One connection on which the statements of many requests are under way at once (PostgreSQL's pipelining): each costs
 * less than on a connection of its own. They are answered in order, so it is for those that are quick. It is opened when
 * it is needed, and again after it was lost.
 */
export class SharedConnection {
  private opening: Promise<PreparedClient> | null = null;
  private client: PreparedClient | null = null;
  private isClosed = false;

  constructor(private readonly config: ClientPool['options']) {}

  async rows<T>(statement: Statement): Promise<T[]> {
    if (this.isClosed) throw new Error('Connection terminated: the server is shutting down.');
    const client = this.usable() ?? (await this.reopen());
    return client.rows<T>(statement);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    // What could not be opened has told those who wanted it.
    const client = await this.opening?.catch(() => null);
    await (client ?? this.client)?.end();
  }

  /** One that is full serves on until the next one is there. */
  private usable(): PreparedClient | null {
    const { client } = this;
    if (!client || client.isLost) return null;
    // Where that fails it is tried again by whoever comes next.
    if (client.isFull) this.reopen().catch(() => undefined);
    return client;
  }

  /** Whoever comes while it is being opened waits for the same one. */
  private reopen(): Promise<PreparedClient> {
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async open(): Promise<PreparedClient> {
    const config: PipelinedConfig = { ...this.config, ...VIGILANCE, pipeline: true };
    const spent = this.client;
    const client = new PreparedClient(config);
    await client.connect();
    this.client = client;
    // Those whose statements are under way on the old one still get their answers.
    void spent?.end();
    return client;
  }
}

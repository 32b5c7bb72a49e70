import type { ClientPool } from './client-pool.js';
import { PreparedClient } from './prepared-client.js';
import type { Statement } from './statement.js';

/** Its types are older than its pipelining. */
type PipelinedConfig = ClientPool['options'] & { readonly pipeline: boolean };

/**
 * One connection on which the statements of many requests are under way at once (PostgreSQL's pipelining): each costs
 * less than on a connection of its own. They are answered in order, so it is for those that are quick. It is opened when
 * it is needed, and again after it was lost.
 */
export class SharedConnection {
  private opening: Promise<PreparedClient> | null = null;
  private client: PreparedClient | null = null;

  constructor(private readonly config: ClientPool['options']) {}

  async rows<T>(statement: Statement): Promise<T[]> {
    const client = this.client?.isSpent === false ? this.client : await this.reopen();
    return client.rows<T>(statement);
  }

  async close(): Promise<void> {
    // What could not be opened has told those who wanted it.
    const client = await this.opening?.catch(() => null);
    await (client ?? this.client)?.end();
  }

  /** Whoever comes while it is being opened waits for the same one. */
  private reopen(): Promise<PreparedClient> {
    this.opening ??= this.open().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async open(): Promise<PreparedClient> {
    const config: PipelinedConfig = { ...this.config, pipeline: true };
    const spent = this.client;
    const client = new PreparedClient(config);
    await client.connect();
    this.client = client;
    // Those whose statements are under way on the old one still get their answers.
    void spent?.end();
    return client;
  }
}

import type pg from 'pg';
import { toProblem } from './database-errors.js';
import { PreparedClient } from './prepared-client.js';
import type { Statement } from './statement.js';

/** How long it may take to connect, in milliseconds. */
const CONNECT_TIMEOUT = 5000;

export type SnapshotOptions = Pick<
  pg.ClientConfig,
  'application_name' | 'statement_timeout' | 'query_timeout'
>;

/**
 * The database as it was at one moment, whatever others change meanwhile, read on a connection of its own. Whoever takes
 * one ends it: as long as it is open PostgreSQL keeps what it may see.
 */
export class Snapshot {
  private walks = 0;

  private constructor(readonly client: PreparedClient) {}

  /** Throws Unavailable where the database cannot be reached. */
  static async take(url: string, options: SnapshotOptions): Promise<Snapshot> {
    const client = new PreparedClient({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      ...options,
    });
    try {
      await client.connect();
      await client.command('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return new Snapshot(client);
    } catch (error) {
      await client.end();
      throw toProblem(error);
    }
  }

  async rows<T>(statement: Statement): Promise<T[]> {
    return this.client.rows<T>(statement);
  }

  /** The rows of a statement, so many at a time: however many there are, no more are in memory. */
  async *batches<T>({ text, values, printed }: Statement, size: number): AsyncGenerator<readonly T[]> {
    const name = `walk_${(this.walks += 1)}`;
    await this.rows({ text: `DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values });
    const fetch: Statement = { text: `FETCH ${size} FROM ${name}`, values: [], ...(printed && { printed }) };
    for (;;) {
      const rows = await this.rows<T>(fetch);
      if (rows.length > 0) yield rows;
      if (rows.length < size) break;
    }
    await this.client.command(`CLOSE ${name}`);
  }

  async end(): Promise<void> {
    await this.client.end();
  }
}

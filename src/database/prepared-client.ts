import pg from 'pg';
import { PRINTED_TYPES } from './printed-types.js';
import type { Statement } from './statement.js';
import { WatchedClient, type WatchedConfig } from './watched-client.js';

/** How many statements one connection keeps; each costs PostgreSQL some tens of kilobytes. */
const MOST_STATEMENTS = 250;

/** A connection that has PostgreSQL keep the statements that come again and again, each under a name of its own. */
export class PreparedClient extends WatchedClient {
  private readonly names = new Map<string, string>();
  private lost = false;

  constructor(config?: WatchedConfig) {
    super(config);
    // Whose statement is under way is told by its own error; the loss of a connection must not end the process.
    this.on('error', () => this.abandon());
    this.on('end', () => this.abandon());
  }

  get isLost(): boolean {
    return this.lost;
  }

  /** Whether it keeps as many statements as it may. */
  get isFull(): boolean {
    return this.names.size >= MOST_STATEMENTS;
  }

  /** Has another connection take its place: nobody knows what state it is in. */
  abandon(): void {
    this.lost = true;
  }

  /** The rows that a statement answers. */
  async rows<T>({ text, values, prepared, printed }: Statement): Promise<T[]> {
    const config: pg.QueryConfig = { text, values: values as unknown[] };
    if (prepared) config.name = this.nameOf(text);
    if (printed) config.types = PRINTED_TYPES;
    return (await this.send(config)).rows as T[];
  }

  /** Has PostgreSQL do something that answers no rows; the tag that it answers with: `COMMIT`. */
  async command(text: string): Promise<string> {
    return (await this.send({ text })).command;
  }

  /** By callback: the promises of pg 8.23 keep what they answered alive through the cheap kind of garbage collection. */
  private send(config: pg.QueryConfig): Promise<pg.QueryResult> {
    return new Promise((resolve, reject) => {
      this.query(config, (error: Error | null, result) => {
        if (!error) return resolve(result);
        // What is no answer of PostgreSQL's, or its last one, comes some time before the connection ends.
        if (!(error instanceof pg.DatabaseError) || error.severity === 'FATAL') this.abandon();
        reject(error);
      });
    });
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = `kitroom_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}

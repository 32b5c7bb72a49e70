import pg from 'pg';
import { PRINTED_TYPES } from './printed-types.js';
import type { Statement } from './statement.js';

/** How many statements one connection keeps; each costs PostgreSQL some tens of kilobytes. */
const MOST_STATEMENTS = 250;

/** A connection that has PostgreSQL keep the statements that come again and again, each under a name of its own. */
export class PreparedClient extends pg.Client {
  private readonly names = new Map<string, string>();
  private isLost = false;

  constructor(config?: pg.ClientConfig) {
    super(config);
    // Whose statement is under way is told by its own error; the loss of a connection must not end the process.
    this.on('error', () => {
      this.isLost = true;
    });
    this.on('end', () => {
      this.isLost = true;
    });
  }

  /** Whether another connection should take its place: it was lost, or keeps as many statements as it may. */
  get isSpent(): boolean {
    return this.isLost || this.names.size >= MOST_STATEMENTS;
  }

  /** Has another connection take its place: nobody knows what state it is in. */
  abandon(): void {
    this.isLost = true;
  }

  /** The rows that a statement answers. */
  async rows<T>({ text, values, prepared, printed }: Statement): Promise<T[]> {
    const config: pg.QueryConfig = { text, values: values as unknown[] };
    if (prepared) config.name = this.nameOf(text);
    if (printed) config.types = PRINTED_TYPES;
    try {
      const result = await this.query(config);
      return result.rows as T[];
    } catch (error) {
      // PostgreSQL says so some time before the connection ends.
      if (error instanceof pg.DatabaseError && error.severity === 'FATAL') this.isLost = true;
      throw error;
    }
  }

  private nameOf(text: string): string {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    const name = `kitroom_${this.names.size}`;
    this.names.set(text, name);
    return name;
  }
}

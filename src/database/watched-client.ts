import pg from 'pg';
import { PATIENCE } from './patience.js';

export interface WatchedConfig extends pg.ClientConfig {
  /** The longest that PostgreSQL may owe an answer, in milliseconds; absent: for ever. */
  readonly answerTimeoutMillis?: number;
}

/**
 * A connection that is given up where PostgreSQL owes it an answer for too long: all who wait for one learn that it was
 * lost. Whether what they asked for was done nobody knows, a COMMIT included.
 */
export class WatchedClient extends pg.Client {
  /** How long a statement may take, in milliseconds, where whoever has the connection now has waited for it already. */
  patience: number | null = null;
  /** When the next answer is due; null where none is owed. */
  private due: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private firesAt = 0;

  constructor(config?: WatchedConfig) {
    super(config);
    if (config?.answerTimeoutMillis !== undefined) this.keepWatch(config.answerTimeoutMillis);
  }

  private keepWatch(longest: number): void {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is applied to this client
    const { query } = this;
    // However it is asked: TypeORM and the job queue have their own ways.
    this.query = new Proxy(query, {
      apply: (_, __, args: unknown[]): unknown => {
        this.due ??= Date.now() + (this.patience === null ? longest : this.patience + PATIENCE.way);
        this.watch();
        return Reflect.apply(query, this, args);
      },
    });
    // One of the answers has come; others may be owed.
    this.connection.on('readyForQuery', () => {
      if (this.due !== null) this.due = Date.now() + longest;
    });
    this.on('drain', () => {
      this.due = null;
    });
    this.on('end', () => clearTimeout(this.timer ?? undefined));
  }

  /** One timer serves many statements: it is set anew where it would come too late. */
  private watch(): void {
    if (this.due === null || (this.timer && this.firesAt <= this.due)) return;
    if (this.timer) clearTimeout(this.timer);
    this.firesAt = this.due;
    this.timer = setTimeout(() => {
      // Where this process itself was held up, what has come meanwhile is read first.
      setImmediate(() => this.look());
    }, this.due - Date.now()).unref();
  }

  private look(): void {
    this.timer = null;
    if (this.due !== null && this.due <= Date.now()) this.connection.stream.destroy();
    else this.watch();
  }
}

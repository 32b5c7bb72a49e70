import pg from 'pg';
import { EmbeddedError, hasCode, messageOf, NotYet } from './embedded-error.js';

/** Advisory locks of the `postgres` database: one for who uses the server, one for who sets it up. */
const IN_USE = 7_401;
const SETTING_UP = 7_402;

/** While the server starts, stops or has just died: refused, reset, and SQLSTATE classes 57P and 08. */
const PASSING = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'];

/** The application's role, and the database of the same name that it owns. */
export interface AppRole {
  readonly name: string;
  readonly password: string;
}

/**
 * A process's claim on the server: a connection that holds a shared lock as long as the process lives. Who finds no
 * other holder when leaving is the last, and stops the server.
 */
export class Lease {
  /** Resolved with the reason where the server is lost while the claim is held. */
  readonly lost: Promise<string>;
  private state: 'taking' | 'held' | 'lost' | 'released' = 'taking';

  private constructor(private readonly client: pg.Client) {
    this.lost = new Promise((resolve) => {
      client.on('error', (error) => {
        if (this.state === 'held') resolve(error.message);
        this.state = 'lost';
      });
    });
  }

  /**
   * Connects, and makes the application's role and its database unless they are there.
   * @throws NotYet while the server does not take connections, EmbeddedError where it refuses ours
   */
  static async take(adminUrl: string, app: AppRole): Promise<Lease> {
    const client = new pg.Client({ connectionString: adminUrl, application_name: `kitroom ${process.pid}` });
    const lease = new Lease(client);
    try {
      await client.connect();
      await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE]);
      await lease.ensure(app);
    } catch (error) {
      await client.end();
      throw asEmbeddedError(error);
    }
    lease.state = 'held';
    return lease;
  }

  /**
   * Gives the claim up. True if nobody else has one: then the server is the caller's to stop, and who comes meanwhile
   * waits for that. False if others use it, or if it is gone.
   */
  async release(): Promise<boolean> {
    if (this.state !== 'held') return false;
    this.state = 'released';
    try {
      return await this.giveUp();
    } catch (error) {
      if (asEmbeddedError(error) instanceof NotYet) return false;
      throw error;
    }
  }

  private async giveUp(): Promise<boolean> {
    await this.client.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE]);
    const { rows } = await this.client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [
      IN_USE,
    ]);
    const last = rows[0]?.last === true;
    if (!last) await this.client.end();
    return last;
  }

  /** One process at a time: two that start at once would both find nothing there. */
  private async ensure({ name, password }: AppRole): Promise<void> {
    const quoted = this.client.escapeIdentifier(name);
    await this.client.query('SELECT pg_advisory_lock($1)', [SETTING_UP]);
    if (await this.lacks('SELECT FROM pg_roles WHERE rolname = $1', name)) {
      await this.client.query(`CREATE ROLE ${quoted} LOGIN PASSWORD ${this.client.escapeLiteral(password)}`);
    }
    // What a statement of the application fails with is told to the application; the message may quote a value.
    await this.client.query(`ALTER ROLE ${quoted} SET log_min_messages = 'log'`);
    if (await this.lacks('SELECT FROM pg_database WHERE datname = $1', name)) {
      await this.client.query(`CREATE DATABASE ${quoted} OWNER ${quoted}`);
    }
    await this.client.query('SELECT pg_advisory_unlock($1)', [SETTING_UP]);
  }

  private async lacks(statement: string, name: string): Promise<boolean> {
    return (await this.client.query(statement, [name])).rowCount === 0;
  }
}

function asEmbeddedError(cause: unknown): EmbeddedError {
  const words = messageOf(cause);
  if (hasCode(cause, ...PASSING) || words.startsWith('Connection terminated')) {
    return new NotYet(`The embedded PostgreSQL does not take connections: ${words}`, { cause });
  }
  return new EmbeddedError(`The embedded PostgreSQL refuses us: ${words}`, { cause });
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { requestContext } from '../shared/context/request-context.js';
import { begin } from './begin.js';
import { isTryAgain, toProblem } from './database-errors.js';
import { type ClientPool, poolOf } from './client-pool.js';
import { PATIENCE } from './patience.js';
import type { PreparedClient } from './prepared-client.js';
import { SharedConnection } from './shared-connection.js';
import type { Statement } from './statement.js';
import { Transaction } from './transaction.js';

const MOST_ATTEMPTS = 3;

/** Something that is done around the work of a transaction, inside it. */
export type Surrounding = <T>(work: () => Promise<T>) => Promise<T>;

/** The unit of work: statements and entities of one request share one transaction once `inTransaction` was entered. */
@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly transaction = new AsyncLocalStorage<Transaction>();
  private readonly pool: ClientPool;
  private readonly shared: SharedConnection;
  private surrounding: Surrounding = (work) => work();

  constructor(private readonly dataSource: DataSource) {
    this.pool = poolOf(dataSource);
    this.shared = new SharedConnection(this.pool.options);
  }

  /** TypeORM's manager of the transaction that is under way. Throws where none is: see `load`. */
  get entities(): EntityManager {
    const transaction = this.transaction.getStore();
    if (!transaction) throw new Error('Entities are changed inside a transaction.');
    return transaction.entities;
  }

  /** Reads entities, within a transaction or without. Throws the named error behind PostgreSQL's. */
  load<T>(read: (entities: EntityManager) => Promise<T>): Promise<T> {
    return named(() => read(this.transaction.getStore()?.entities ?? this.dataSource.manager));
  }

  /** Whether a transaction is under way: it holds what others wait for, so whoever is inside should not wait for others. */
  get isInTransaction(): boolean {
    return this.transaction.getStore() !== undefined;
  }

  /** The rows that one statement answers. Throws the named error behind PostgreSQL's. */
  async query<T>(statement: Statement): Promise<T[]> {
    try {
      const transaction = this.transaction.getStore();
      if (transaction) return await transaction.client.rows<T>(statement);
      return await (statement.quick ? this.shared.rows<T>(statement) : this.onOwnConnection<T>(statement));
    } catch (error) {
      // Where it was asked, not where the answer was read, is of use to those who look for a fault.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw toProblem(error);
    }
  }

  /** Has this done around the work of every transaction from now on, outside what is done around it already. */
  surround(more: Surrounding): void {
    const inner = this.surrounding;
    this.surrounding = (work) => more(() => inner(work));
  }

  /**
   * All or nothing; a nested call joins the transaction that is under way. Work that lost a deadlock is done again from
   * the start, so it must do nothing but change the database.
   */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.isInTransaction) return named(work);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(work);
      } catch (error) {
        const problem = toProblem(error);
        if (!isTryAgain(problem) || attempt === MOST_ATTEMPTS) throw problem;
      }
    }
  }

  /**
   * Does this once the transaction that is under way is committed: not where it is rolled back, and once where its work is
   * done again. Without a transaction it is done at once. It must not throw: what was committed stands.
   */
  afterCommit(act: () => void): void {
    const transaction = this.transaction.getStore();
    if (transaction) transaction.afterCommit(act);
    else act();
  }

  onApplicationShutdown(): Promise<void> {
    return this.shared.close();
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const transaction = new Transaction(client, this.dataSource);
    try {
      await client.command(within(client.patience, begin(requestContext())));
      const result = await this.transaction.run(transaction, () => this.surrounding(work));
      await commit(client);
      transaction.committed();
      return result;
    } catch (error) {
      await rollBack(client);
      throw error;
    } finally {
      transaction.end();
      client.release(client.isLost || client.isFull);
    }
  }

  private async onOwnConnection<T>(statement: Statement): Promise<T[]> {
    const client = await this.pool.connect();
    try {
      return await client.rows<T>(statement);
    } finally {
      client.release(client.isLost || client.isFull);
    }
  }
}

/** Whoever runs inside a transaction learns of its error by name, as they would alone. */
async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toProblem(error);
  }
}

/** Whoever has waited for their turn already waits for locks the less. */
const within = (patience: number | null, begin: string): string =>
  patience === null
    ? begin
    : `${begin}; SET LOCAL statement_timeout = ${Math.min(patience, PATIENCE.statement)}`;

/** PostgreSQL answers ROLLBACK, and no error, where a statement had failed before. */
async function commit(client: PreparedClient): Promise<void> {
  const tag = await client.command('COMMIT');
  if (tag !== 'COMMIT') throw new Error('The transaction was given up before it was committed.');
}

/** Where not even this can be done the connection is lost, and the transaction with it. */
async function rollBack(client: PreparedClient): Promise<void> {
  try {
    await client.command('ROLLBACK');
  } catch {
    client.abandon();
  }
}

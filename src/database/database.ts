import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import { DataSource, type EntityManager, type QueryRunner } from 'typeorm';
import { isTryAgain, toProblem } from './database-errors.js';
import { prepare } from './prepared-client.js';

const MOST_ATTEMPTS = 3;

/** Something that is done around the work of a transaction, inside it. */
export type Surrounding = <T>(work: () => Promise<T>) => Promise<T>;

/** The unit of work: statements and entities of one request share one transaction once `inTransaction` was entered. */
@Injectable()
export class Database {
  private readonly work = new AsyncLocalStorage<EntityManager>();
  private surrounding: Surrounding = (work) => work();

  constructor(private readonly dataSource: DataSource) {}

  /** TypeORM's manager of the current transaction, or of the pool where there is none. */
  get entities(): EntityManager {
    return this.work.getStore() ?? this.dataSource.manager;
  }

  /** Whether a transaction is under way: it holds what others wait for, so whoever is inside should not wait for others. */
  get isInTransaction(): boolean {
    return this.work.getStore() !== undefined;
  }

  /** Runs one statement. Give `prepared` where the text holds nothing that a client composed. */
  async query<T>(statement: Sql, options: { readonly prepared?: boolean } = {}): Promise<T[]> {
    const text = statement.text;
    if (options.prepared) prepare(text);
    const runner = this.entities.queryRunner;
    if (runner) return run<T>(runner, text, statement.values);
    const own = this.dataSource.createQueryRunner();
    try {
      return await run<T>(own, text, statement.values);
    } finally {
      await own.release();
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
        return await this.dataSource.transaction((entities) =>
          this.work.run(entities, () => this.surrounding(work)),
        );
      } catch (error) {
        const problem = toProblem(error);
        if (!isTryAgain(problem) || attempt === MOST_ATTEMPTS) throw problem;
      }
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

async function run<T>(runner: QueryRunner, text: string, values: unknown[]): Promise<T[]> {
  try {
    const result = await runner.query(text, values, true);
    return result.records as T[];
  } catch (error) {
    throw toProblem(error);
  }
}

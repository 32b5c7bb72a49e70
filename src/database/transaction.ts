import type { DataSource, EntityManager } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { PostgresQueryRunner } from 'typeorm/driver/postgres/PostgresQueryRunner.js';
import type { PreparedClient } from './prepared-client.js';

/** A transaction, and the connection that it has to itself. */
export class Transaction {
  private manager: EntityManager | null = null;
  private isOver = false;
  private readonly afterwards: (() => void)[] = [];

  constructor(
    private readonly own: PreparedClient,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws where the transaction is over: the connection may be somebody else's by now. */
  get client(): PreparedClient {
    if (this.isOver) throw new Error('This belonged to a transaction that is over.');
    return this.own;
  }

  /** TypeORM's manager of it, made where somebody wants entities: most transactions are statements alone. */
  get entities(): EntityManager {
    this.manager ??= this.dataSource.createEntityManager(new JoiningRunner(this.dataSource, this.client));
    return this.manager;
  }

  /** Has this done once the transaction is committed, and never where it is not. */
  afterCommit(act: () => void): void {
    this.afterwards.push(act);
  }

  committed(): void {
    for (const act of this.afterwards) act();
  }

  end(): void {
    this.isOver = true;
  }
}

/** Has TypeORM work in a transaction that is under way already, and that somebody else ends. */
class JoiningRunner extends PostgresQueryRunner {
  constructor({ driver }: DataSource, client: PreparedClient) {
    super(driver as PostgresDriver, 'master');
    this.databaseConnection = client;
    this.isTransactionActive = true;
    this.transactionDepth = 1;
  }
}

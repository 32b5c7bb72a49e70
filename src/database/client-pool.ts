import type pg from 'pg';
import type { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import type { PreparedClient } from './prepared-client.js';

/** The pool that TypeORM made of `requestPool`, as pg knows it. */
export interface ClientPool {
  readonly options: pg.PoolConfig;
  connect(): Promise<PreparedClient & Pick<pg.PoolClient, 'release'>>;
}

export const poolOf = ({ driver }: DataSource): ClientPool => (driver as PostgresDriver).master as ClientPool;

import pg from 'pg';
import type { DataSourceOptions } from 'typeorm';
import { PATIENCE } from './patience.js';
import { poolSizes } from './pool-sizes.js';
import { PreparedClient } from './prepared-client.js';
import { RequestPool } from './request-pool.js';
import { CreateKitroom1763769600000 } from './migrations/1763769600000-create-kitroom.js';
import { VersionsAndIdempotency1763856000000 } from './migrations/1763856000000-versions-and-idempotency.js';
import { Tallies1763942400000 } from './migrations/1763942400000-tallies.js';
import { Indexes1764028800000 } from './migrations/1764028800000-indexes.js';
import { Sessions1764115200000 } from './migrations/1764115200000-sessions.js';
import { Audit1764201600000 } from './migrations/1764201600000-audit.js';
import { Editions1764288000000 } from './migrations/1764288000000-editions.js';

/** A calendar day has no zone: it stays the text that PostgreSQL sends. */
pg.types.setTypeParser(pg.types.builtins.DATE, (day: string) => day);

const common = (url: string) =>
  ({
    type: 'postgres',
    url,
    synchronize: false,
    installExtensions: false,
    logging: false,
    migrationsTableName: 'migrations',
    migrations: [
      CreateKitroom1763769600000,
      VersionsAndIdempotency1763856000000,
      Tallies1763942400000,
      Indexes1764028800000,
      Sessions1764115200000,
      Audit1764201600000,
      Editions1764288000000,
    ],
  }) as const satisfies DataSourceOptions;

/** The pool that serves requests in one of so many processes. */
export function requestPool(url: string, processes = 1): DataSourceOptions {
  return {
    ...common(url),
    applicationName: 'kitroom',
    poolSize: poolSizes(processes).requests,
    connectTimeoutMS: PATIENCE.connection,
    driver: { ...pg, Pool: RequestPool },
    extra: {
      Client: PreparedClient,
      statement_timeout: PATIENCE.statement,
      idle_in_transaction_session_timeout: PATIENCE.silence,
      answerTimeoutMillis: PATIENCE.statement + PATIENCE.way,
    },
  };
}

/** One patient connection for what takes as long as it takes: migrations and the TypeORM command line. */
export function patientConnection(url: string): DataSourceOptions {
  return {
    ...common(url),
    applicationName: 'kitroom migrations',
    poolSize: 1,
    extra: { Client: PreparedClient },
  };
}

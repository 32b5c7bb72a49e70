import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Database } from '../database/database.js';
import { quick } from '../database/statement.js';
import { Unavailable } from '../shared/errors/errors.js';

/** Whether this process should get requests. */
@Injectable()
export class HealthService {
  private draining = false;

  constructor(
    private readonly database: Database,
    private readonly dataSource: DataSource,
  ) {}

  /** Throws 503 while the process shuts down, the database is away, or migrations are missing. */
  async refuseUnready(): Promise<void> {
    if (this.draining) throw new Unavailable('The server is shutting down.', 'DRAINING');
    const [applied] = await this.database.query<{ count: number }>(
      quick`SELECT count(*)::int AS count FROM migrations`,
    );
    if (applied && applied.count >= this.dataSource.migrations.length) return;
    throw new Unavailable('Migrations are missing.', 'NOT_MIGRATED');
  }

  /** From now on it should get no more requests. */
  drain(): void {
    this.draining = true;
  }
}

import { Injectable } from '@nestjs/common';
import sql, { raw } from 'sql-template-tag';
import { Database } from './database.js';

const LEDGERS = ['run_tallies', 'loan_tallies'] as const;

/** The ledgers by which runs and loans are counted; what changes those tables writes their lines. */
@Injectable()
export class Tallies {
  constructor(private readonly database: Database) {}

  /**
   * Leaves one line for each owner, and none for who has nothing. Whoever reads meanwhile sees the lines as they were or
   * as they are, with the same sums; of two who add up at once, each takes lines that the other left.
   */
  async addUp(): Promise<void> {
    for (const name of LEDGERS) {
      const ledger = raw(name);
      await this.database.query(
        sql`WITH untidy AS (
              SELECT unnest(array_agg(ctid)) AS line FROM ${ledger}
              GROUP BY owner_id HAVING count(*) > 1 OR sum(amount) = 0
            ), taken AS (
              DELETE FROM ${ledger} WHERE ctid IN (SELECT line FROM untidy) RETURNING owner_id, amount
            )
            INSERT INTO ${ledger}
            SELECT owner_id, sum(amount) FROM taken GROUP BY owner_id HAVING sum(amount) <> 0`,
      );
    }
  }
}

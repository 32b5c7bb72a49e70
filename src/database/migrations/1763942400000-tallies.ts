import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How many runs and loans there are is known without counting them. A tally is a ledger: a change of a table adds a line
 * to it in the same transaction, so the sum is exact in every snapshot, and no two transactions wait for one another as
 * they would over one total. Now and then the lines of an owner are added up to one (`Tallies`).
 */
export class Tallies1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const tally of TALLIES) await runner.query(create(tally));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, name } of TALLIES) {
      for (const event of EVENTS) await runner.query(`DROP TRIGGER ${table}_tally_${event} ON ${table}`);
      await runner.query(`DROP FUNCTION tally_${table}`);
      await runner.query(`DROP TABLE ${name}`);
    }
  }
}

interface Tally {
  readonly table: string;
  readonly name: string;
  /** Whose a row is. A loan whose borrower was deleted is nobody's, and counts. */
  readonly owner: string;
}

const TALLIES: readonly Tally[] = [
  { table: 'runs', name: 'run_tallies', owner: 'user_id' },
  { table: 'loans', name: 'loan_tallies', owner: 'borrower_id' },
];

const EVENTS = ['insert', 'move', 'delete', 'truncate'] as const;

/**
 * Insertions and deletions are tallied by statement, so that a million rows make a line for each owner. Owners are not
 * referenced: a user's deletion deletes or blanks the rows, and that is tallied like any other change.
 */
const create = ({ table, name, owner }: Tally): string => `
  CREATE TABLE ${name} (owner_id uuid, amount integer NOT NULL);
  CREATE INDEX ${name}_of_owner ON ${name} (owner_id);
  CREATE FUNCTION tally_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    CASE TG_OP
      WHEN 'INSERT' THEN INSERT INTO ${name} SELECT ${owner}, count(*) FROM changed GROUP BY ${owner};
      WHEN 'DELETE' THEN INSERT INTO ${name} SELECT ${owner}, -count(*) FROM changed GROUP BY ${owner};
      WHEN 'UPDATE' THEN INSERT INTO ${name} VALUES (OLD.${owner}, -1), (NEW.${owner}, 1);
      WHEN 'TRUNCATE' THEN DELETE FROM ${name};
    END CASE;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ${table}_tally_insert AFTER INSERT ON ${table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION tally_${table}();
  CREATE TRIGGER ${table}_tally_delete AFTER DELETE ON ${table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION tally_${table}();
  CREATE TRIGGER ${table}_tally_move AFTER UPDATE OF ${owner} ON ${table}
    FOR EACH ROW WHEN (OLD.${owner} IS DISTINCT FROM NEW.${owner}) EXECUTE FUNCTION tally_${table}();
  CREATE TRIGGER ${table}_tally_truncate AFTER TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION tally_${table}();
  INSERT INTO ${name} SELECT ${owner}, count(*) FROM ${table} GROUP BY ${owner};`;

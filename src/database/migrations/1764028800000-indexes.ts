import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Indexes for lists of the whole club: without them a filter or an order by any of these columns reads all rows. Each ends
 * in the id, as every order does, and counts what a filter leaves without a look at the table. They cost an insertion of a
 * run about a quarter more. Coordinates have none: nobody orders runs by them. Nor have descriptions, which may be larger
 * than what a B-tree takes: `search-indexes.ts` is for them.
 */
export class Indexes1764028800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [WEATHER_STATUS, RUNS, LOANS, ITEMS, REPORTS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX runs_by_end, runs_by_distance, runs_by_date, runs_by_duration, runs_by_weather_status, runs_by_creation,
        runs_by_change, loans_by_due_date, loans_by_due_date_last_first, loans_by_return, loans_by_return_last_first,
        items_by_creation, items_by_change, runs_of_user_by_date;
      CREATE INDEX runs_of_user_by_date ON runs (user_id, date);
      ALTER TABLE runs ALTER weather_status TYPE text COLLATE "default";`);
  }
}

/** A word of ours in the order of lists: then one index answers both. */
const WEATHER_STATUS = `ALTER TABLE runs ALTER weather_status TYPE text COLLATE "C"`;

/** Changes since a moment are what clients that keep a copy ask for. */
const RUNS = `
  CREATE INDEX runs_by_end ON runs (end_time, id);
  CREATE INDEX runs_by_distance ON runs (distance, id);
  CREATE INDEX runs_by_date ON runs (date, id);
  CREATE INDEX runs_by_duration ON runs (duration, id);
  CREATE INDEX runs_by_weather_status ON runs (weather_status, id);
  CREATE INDEX runs_by_creation ON runs (created_at, id);
  CREATE INDEX runs_by_change ON runs (updated_at, id);`;

/** Nulls are last in both directions, so these need one index each way. The status is made of both columns. */
const LOANS = `
  CREATE INDEX loans_by_due_date ON loans (due_at, id);
  CREATE INDEX loans_by_due_date_last_first ON loans (due_at DESC NULLS LAST, id DESC);
  CREATE INDEX loans_by_return ON loans (returned_at, id) INCLUDE (due_at);
  CREATE INDEX loans_by_return_last_first ON loans (returned_at DESC NULLS LAST, id DESC);`;

const ITEMS = `
  CREATE INDEX items_by_creation ON items (created_at, id COLLATE "C");
  CREATE INDEX items_by_change ON items (updated_at, id COLLATE "C");`;

/** A report sums up what stands in this index, and reads no run. */
const REPORTS = `
  DROP INDEX runs_of_user_by_date;
  CREATE INDEX runs_of_user_by_date ON runs (user_id, date) INCLUDE (distance, duration);`;

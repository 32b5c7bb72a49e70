import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Items count how often they were edited, apart from how often anything about them changed: who may not know holders must
 * not learn of a transfer by the version. It starts, as versions do, at the millisecond of the creation.
 */
export class Editions1764288000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE items ADD COLUMN edition bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
      CREATE FUNCTION next_edition() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.edition := OLD.edition + 1;
        RETURN NEW;
      END $$;
      CREATE TRIGGER items_next_edition BEFORE UPDATE OF description, updated_at ON items
        FOR EACH ROW EXECUTE FUNCTION next_edition();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER items_next_edition ON items;
      DROP FUNCTION next_edition;
      ALTER TABLE items DROP COLUMN edition;`);
  }
}

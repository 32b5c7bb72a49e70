import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Records count their changes, for `If-Match`; and answers are kept by `Idempotency-Key`. */
export class VersionsAndIdempotency1763856000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(NEXT_VERSION);
    for (const table of VERSIONED) await runner.query(addVersion(table));
    for (const statement of [HOLDER, ROLES, KEYS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE idempotency_keys;
      DROP TRIGGER loans_change_item ON loans;
      DROP TRIGGER user_roles_change_user ON user_roles;
      DROP FUNCTION change_item_of_loan;
      DROP FUNCTION change_user_of_role;`);
    for (const table of VERSIONED) {
      await runner.query(
        `DROP TRIGGER ${table}_next_version ON ${table}; ALTER TABLE ${table} DROP COLUMN version`,
      );
    }
    await runner.query('DROP FUNCTION next_version');
  }
}

const VERSIONED = ['users', 'items', 'loans', 'runs'] as const;

const NEXT_VERSION = `
  CREATE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
  END $$;`;

/**
 * A version starts at the millisecond of its record's creation, so that a record never has a version that an earlier
 * one of the same id had, and grows by one with each change.
 */
const addVersion = (table: string): string => `
  ALTER TABLE ${table} ADD COLUMN version bigint NOT NULL DEFAULT (extract(epoch FROM clock_timestamp()) * 1000)::bigint;
  CREATE TRIGGER ${table}_next_version BEFORE UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION next_version();`;

/** Who holds an item is part of it. */
const HOLDER = `
  CREATE FUNCTION change_item_of_loan() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE items SET version = version WHERE id = NEW.item_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER loans_change_item AFTER INSERT OR UPDATE OF returned_at ON loans
    FOR EACH ROW EXECUTE FUNCTION change_item_of_loan();`;

/** So are the roles of a user. */
const ROLES = `
  CREATE FUNCTION change_user_of_role() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE users SET version = version WHERE id IN (OLD.user_id, NEW.user_id);
    RETURN NULL;
  END $$;
  CREATE TRIGGER user_roles_change_user AFTER INSERT OR UPDATE OR DELETE ON user_roles
    FOR EACH ROW EXECUTE FUNCTION change_user_of_role();`;

/** Answers to repeat; the key is kept as a hash, the body of the request as one that only this server can make. */
const KEYS = `
  CREATE TABLE idempotency_keys (
    user_id uuid CONSTRAINT idempotency_keys_user REFERENCES users ON DELETE CASCADE,
    key_hash text,
    method text NOT NULL,
    path text NOT NULL,
    body_hash text NOT NULL,
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body text NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    CONSTRAINT idempotency_keys_once PRIMARY KEY (user_id, key_hash)
  );
  CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);`;

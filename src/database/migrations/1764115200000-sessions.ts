import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions tell their owners when and from where they are used; which of them are alive is said once, by a view. */
export class Sessions1764115200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [USE, ORDER, ALIVE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW live_sessions;
      CREATE INDEX sessions_by_user ON sessions (user_id);
      DROP INDEX sessions_of_user;
      ALTER TABLE sessions DROP COLUMN last_used_at, DROP COLUMN address, DROP COLUMN user_agent;`);
  }
}

/** Of a session that is there already nothing is known but that it was used to begin with. */
const USE = `
  ALTER TABLE sessions
    ADD COLUMN last_used_at timestamptz(3),
    ADD COLUMN address text CONSTRAINT sessions_address_length CHECK (length(address) <= 45),
    ADD COLUMN user_agent text CONSTRAINT sessions_user_agent_length CHECK (length(user_agent) <= 500);
  UPDATE sessions SET last_used_at = created_at;
  ALTER TABLE sessions
    ALTER COLUMN last_used_at SET DEFAULT date_trunc('milliseconds', now()),
    ALTER COLUMN last_used_at SET NOT NULL;`;

/** The order of their list, newest first. */
const ORDER = `
  CREATE INDEX sessions_of_user ON sessions (user_id, created_at DESC, id DESC);
  DROP INDEX sessions_by_user;`;

const ALIVE = `
  CREATE VIEW live_sessions AS
  SELECT id, user_id, created_at, expires_at, last_used_at, address, user_agent FROM sessions
  WHERE revoked_at IS NULL AND expires_at > now();`;

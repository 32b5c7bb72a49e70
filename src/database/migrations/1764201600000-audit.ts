import type { MigrationInterface, QueryRunner } from 'typeorm';
import { type Audited, AUDITED } from './audited-tables.js';
import { ERASURE, NO_ERASURE } from './member-erasure.js';

/**
 * The audit trail: what was changed, by whom, from where, in which request. Triggers write it in the transaction of the
 * change, so nothing changes without its event, whoever changes it. Events are never changed or deleted, but for one
 * thing: with a member go the personal values in them.
 */
export class Audit1764201600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [CONTEXT, EVENTS, APPEND_ONLY, HELPERS]) await runner.query(statement);
    for (const audited of AUDITED) await runner.query(audit(audited));
    for (const statement of [PASSWORDS, ...ERASURE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(NO_ERASURE);
    await runner.query(`
      DROP TRIGGER users_audit_password ON users;
      DROP FUNCTION audit_password;`);
    for (const { table } of AUDITED) {
      await runner.query(`
        DROP TRIGGER ${table}_audit ON ${table};
        DROP TRIGGER IF EXISTS ${table}_audit_change ON ${table};
        DROP FUNCTION audit_${table};`);
    }
    await runner.query(`
      DROP FUNCTION audit, name_of, iso_time;
      DROP TABLE audit_events;
      DROP FUNCTION refuse_other_history, request_part;`);
  }
}

/** On whose behalf a transaction works, as it was told when it was opened: `actor|address|request`. */
const CONTEXT = `
  CREATE FUNCTION request_part(part integer) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT nullif(split_part(current_setting('kitroom.context', true), '|', part), '') $$;`;

/** `person_ids`: whose values are in it. Neither they nor the actor are referenced, as the event survives them. */
const EVENTS = `
  CREATE TABLE audit_events (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT audit_events_id PRIMARY KEY,
    at timestamptz(3) NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
    action text COLLATE "C" NOT NULL CONSTRAINT audit_events_action_known CHECK (action IN
      ('create', 'update', 'delete', 'lend', 'return', 'grant-role', 'revoke-role', 'change-password')),
    subject_type text COLLATE "C" NOT NULL CONSTRAINT audit_events_subject_type_known
      CHECK (subject_type IN ('user', 'role', 'mode', 'loan-item', 'loan', 'run')),
    subject_id text COLLATE "C" NOT NULL,
    before jsonb,
    after jsonb,
    address text COLLATE "C",
    request_id text COLLATE "C" DEFAULT request_part(3),
    actor_id uuid DEFAULT request_part(1)::uuid,
    person_ids uuid[] NOT NULL
  );
  CREATE INDEX audit_events_by_time ON audit_events (at, id);
  CREATE INDEX audit_events_of_subject ON audit_events (subject_id, subject_type, at, id);
  CREATE INDEX audit_events_by_actor ON audit_events (actor_id, at, id);
  CREATE INDEX audit_events_by_request ON audit_events (request_id);
  CREATE INDEX audit_events_about ON audit_events USING gin (person_ids);`;

/** Only what goes with a member is erased, by the trigger of the deletion: alone, this one is the first to fire. */
const APPEND_ONLY = `
  CREATE FUNCTION refuse_other_history() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() > 1 THEN RETURN NEW; END IF;
    RAISE EXCEPTION 'The audit trail is append-only.' USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_other_history();
  CREATE TRIGGER audit_events_never_emptied BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_other_history();`;

/**
 * Of a change only what changed is told; where that is nothing, or a record goes with its owner, there is no event. The
 * actor is held, so that a deletion of theirs comes later and finds the event; where it came first, their address is not
 * written any more.
 */
const HELPERS = `
  CREATE FUNCTION iso_time(at timestamptz) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

  CREATE FUNCTION name_of(person uuid) RETURNS text LANGUAGE sql STABLE AS
    $$ SELECT username FROM users WHERE id = person $$;

  CREATE FUNCTION audit(done text, type text, subject text, was jsonb, became jsonb, persons uuid[])
    RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    actor uuid := request_part(1)::uuid;
  BEGIN
    IF subject IS NULL OR was = became THEN RETURN; END IF;
    IF was IS NOT NULL AND became IS NOT NULL THEN
      SELECT jsonb_object_agg(name, value), jsonb_object_agg(name, became -> name) INTO was, became
      FROM jsonb_each(was) AS attribute (name, value) WHERE value <> became -> name;
    END IF;
    PERFORM FROM users WHERE id = actor FOR KEY SHARE SKIP LOCKED;
    INSERT INTO audit_events (action, subject_type, subject_id, before, after, address, person_ids)
    VALUES (done, type, subject, was, became, CASE WHEN FOUND OR actor IS NULL THEN request_part(2) END, persons);
  END $$;`;

const audit = ({ table, type, actions, subject, state, persons, changes }: Audited): string => `
  CREATE FUNCTION audit_${table}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    CASE TG_OP
      WHEN 'INSERT' THEN
        PERFORM audit('${actions.insert}', '${type}', ${subject('NEW')}, NULL, ${stateOf(state('NEW'))}, ${persons('NEW')});
      WHEN 'DELETE' THEN
        PERFORM audit('${actions.delete}', '${type}', ${subject('OLD')}, ${stateOf(state('OLD'))}, NULL, ${persons('OLD')});
      ELSE
        PERFORM audit('${actions.update}', '${type}', ${subject('NEW')}, ${stateOf(state('OLD'))}, ${stateOf(state('NEW'))},
          ${persons('OLD')} || ${persons('NEW')});
    END CASE;
    RETURN NULL;
  END $$;
  CREATE TRIGGER ${table}_audit AFTER INSERT OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION audit_${table}();
  ${
    changes.length === 0
      ? ''
      : `CREATE TRIGGER ${table}_audit_change AFTER UPDATE OF ${changes.join(', ')} ON ${table}
    FOR EACH ROW EXECUTE FUNCTION audit_${table}();`
  }`;

const stateOf = (state: Readonly<Record<string, string>>): string =>
  `jsonb_build_object(${Object.entries(state)
    .map(([name, value]) => `'${name}', ${value}`)
    .join(', ')})`;

/** That it changed is told, and nothing of either. */
const PASSWORDS = `
  CREATE FUNCTION audit_password() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    PERFORM audit('change-password', 'user', NEW.username, NULL, NULL, ARRAY[NEW.id]);
    RETURN NULL;
  END $$;
  CREATE TRIGGER users_audit_password AFTER UPDATE OF password_hash ON users FOR EACH ROW
    WHEN (OLD.password_hash <> NEW.password_hash) EXECUTE FUNCTION audit_password();`;

/** A kept answer may show members whom its request changed: events of the same request tell which. */
const ANSWERS = `
  ALTER TABLE idempotency_keys
    ADD COLUMN request_id text DEFAULT request_part(3),
    ADD COLUMN erased boolean NOT NULL DEFAULT false;`;

/**
 * Where answers name members. Any other text may be the same word: whoever calls themselves `data` or `description`, and
 * leaves, must not take the answers of everybody along.
 */
const NAMES = `
  CREATE FUNCTION names_member(answer text, name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN strpos(answer, to_json(name)::text) > 0 THEN jsonb_path_exists(
      answer::jsonb,
      'strict $.** ? (@.type == "user" && @.id == $name || @.username == $name || @.user == $name
        || @.loanedto == $name || @.borrower == $name || @.lent_by == $name || @.returned_by == $name)',
      jsonb_build_object('name', name)) ELSE false END
  $$;`;

/**
 * What goes with a member, besides their own rows: values in events about them and in answers kept for others, and the
 * addresses from which they came, also before they had a name. The events stay, with their times and UUIDs.
 */
const DELETION = `
  CREATE FUNCTION erase_person() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    gone text := OLD.id::text;
    name text := OLD.username;
  BEGIN
    UPDATE idempotency_keys SET erased = true, path = '', headers = '{}', body = ''
    WHERE request_id IN (SELECT event.request_id FROM audit_events event WHERE event.person_ids @> ARRAY[OLD.id])
      OR names_member(body, name)
      OR starts_with(lower(path) || '/', lower('/users/' || name || '/'));
    UPDATE audit_events SET address = NULL WHERE actor_id = OLD.id;
    UPDATE audit_events SET
      address = CASE WHEN actor_id IS NOT NULL THEN address END,
      subject_id = CASE subject_type WHEN 'user' THEN gone ELSE subject_id END,
      before = CASE WHEN subject_type = 'loan' AND before ? 'borrower' THEN before || jsonb_build_object('borrower', gone)
        WHEN subject_type = 'loan' THEN before END,
      after = CASE WHEN subject_type = 'loan' AND after ? 'borrower' THEN after || jsonb_build_object('borrower', gone)
        WHEN subject_type = 'loan' THEN after END
    WHERE person_ids @> ARRAY[OLD.id];
    RETURN NULL;
  END $$;
  CREATE TRIGGER users_erase AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION erase_person();`;

/** The answer to a request that deletes a member comes after that, and may show what the request did to them before. */
const LATE = `
  CREATE FUNCTION erase_late_answer() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (
      SELECT FROM audit_events WHERE request_id = NEW.request_id AND subject_type = 'user' AND action = 'delete'
    ) THEN
      NEW.erased := true;
      NEW.path := '';
      NEW.headers := '{}';
      NEW.body := '';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER idempotency_keys_erase BEFORE INSERT ON idempotency_keys
    FOR EACH ROW EXECUTE FUNCTION erase_late_answer();`;

export const ERASURE: readonly string[] = [ANSWERS, NAMES, DELETION, LATE];

export const NO_ERASURE = `
  DROP TRIGGER users_erase ON users;
  DROP TRIGGER idempotency_keys_erase ON idempotency_keys;
  DROP FUNCTION erase_person, erase_late_answer, names_member;
  ALTER TABLE idempotency_keys DROP COLUMN request_id, DROP COLUMN erased;`;

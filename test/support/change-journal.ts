import pg from 'pg';
import { ADMIN_URL, onDatabase, urlFrom } from '../setup/server-urls.js';

/** One row of a table that came, went or became another. */
export interface Change {
  readonly relation: string;
  /** Null: the row is new. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** Null: the row is gone. */
  readonly after: Readonly<Record<string, unknown>> | null;
}

/**
 * Notes every row that is changed in a test's database, whoever changes it: after a refusal it shows that nothing was,
 * and after a success it takes everything back, so that the next request finds the world as it was.
 */
export class ChangeJournal {
  private constructor(private readonly client: pg.Client) {}

  /** Has every table of the application's watched from now on. */
  static async install(databaseUrl: string): Promise<ChangeJournal> {
    const name = new URL(databaseUrl).pathname.slice(1);
    // Only a superuser may write rows back past triggers and constraints.
    const client = new pg.Client({ connectionString: onDatabase(urlFrom(ADMIN_URL), name) });
    await client.connect();
    await client.query(JOURNAL);
    return new ChangeJournal(client);
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** The present moment, to come back to. */
  async mark(): Promise<string> {
    const { rows } = await this.client.query<{ mark: string }>(
      'SELECT coalesce(max(n), 0) AS mark FROM journal.changes',
    );
    return rows[0]?.mark ?? '0';
  }

  /** What was changed since then, but for what every request of a session notes, and sums of what is noted itself. */
  async since(mark: string): Promise<readonly Change[]> {
    const { rows } = await this.client.query<Change>(
      `SELECT relation, before, after FROM journal.changes
       WHERE n > $1 AND relation NOT LIKE '%\\_tallies'
         AND NOT (relation = 'public.sessions' AND before IS NOT NULL AND after IS NOT NULL
           AND before - 'last_used_at' = after - 'last_used_at')
       ORDER BY n`,
      [mark],
    );
    return rows;
  }

  /** Takes back what was changed since then, the latest first. */
  async undo(mark: string): Promise<void> {
    await this.client.query('SELECT journal.undo($1)', [mark]);
  }

  /** Changes the database as the test wishes; noted like any change. */
  async change(statement: string, values: readonly unknown[] = []): Promise<void> {
    await this.client.query(statement, [...values]);
  }
}

/** Rows are found again by all of their values, since not every table has a key. Generated columns come by themselves. */
const JOURNAL = `
  CREATE SCHEMA journal;
  CREATE TABLE journal.changes (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, relation text NOT NULL, before jsonb, after jsonb);

  CREATE FUNCTION journal.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET timezone = 'UTC' AS $$
  BEGIN
    INSERT INTO journal.changes (relation, before, after) VALUES (
      format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME),
      CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
      CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
  END $$;

  CREATE FUNCTION journal.undo(mark bigint) RETURNS void LANGUAGE plpgsql
    SET timezone = 'UTC' SET session_replication_role = replica AS $$
  DECLARE
    change record;
    columns text;
    found integer;
  BEGIN
    FOR change IN SELECT * FROM journal.changes WHERE n > mark ORDER BY n DESC LOOP
      IF change.after IS NOT NULL THEN
        EXECUTE format(
          'DELETE FROM %1$s WHERE ctid = (SELECT t.ctid FROM %1$s AS t WHERE to_jsonb(t) = $1 LIMIT 1)',
          change.relation) USING change.after;
        GET DIAGNOSTICS found = ROW_COUNT;
        IF found <> 1 THEN RAISE 'A row of % is not what it was: %', change.relation, change.after; END IF;
      END IF;
      IF change.before IS NOT NULL THEN
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns FROM pg_attribute
        WHERE attrelid = change.relation::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        EXECUTE format(
          'INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM jsonb_populate_record(NULL::%1$s, $1)',
          change.relation, columns) USING change.before;
      END IF;
    END LOOP;
    DELETE FROM journal.changes WHERE n > mark;
  END $$;

  DO $$
  DECLARE relation regclass;
  BEGIN
    FOR relation IN
      SELECT oid FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p'
    LOOP
      EXECUTE format(
        'CREATE TRIGGER zz_noted AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION journal.note()',
        relation);
    END LOOP;
  END $$;`;

import type pg from 'pg';

/** For each rule of the club, in words, the rows that break it: none, whatever happened before. */
const BROKEN_BY: Readonly<Record<string, string>> = {
  'an item has one open loan at most': `
    SELECT item_id, count(*) FROM loans WHERE returned_at IS NULL GROUP BY item_id HAVING count(*) > 1`,
  'loans of one item do not overlap': `
    SELECT * FROM (
      SELECT id, item_id, returned_at, lead(id) OVER w AS next_id, lead(loaned_at) OVER w AS next_loaned_at
      FROM loans WHERE item_id IS NOT NULL WINDOW w AS (PARTITION BY item_id ORDER BY loaned_at, id)
    ) AS pair WHERE next_id IS NOT NULL AND (returned_at IS NULL OR returned_at > next_loaned_at)`,
  'an item comes back after it was lent, and is due after it was lent': `
    SELECT id, loaned_at, due_at, returned_at FROM loans WHERE returned_at < loaned_at OR due_at <= loaned_at`,
  'an open loan has its item and its borrower, both of which exist': `
    SELECT l.id, l.item_id, l.borrower_id FROM loans l
    LEFT JOIN items i ON i.id = l.item_id LEFT JOIN users u ON u.id = l.borrower_id
    WHERE l.returned_at IS NULL AND (i.id IS NULL OR u.id IS NULL)`,
  'a loan that names an item or a person names one that exists': `
    SELECT l.id FROM loans l
    LEFT JOIN items i ON i.id = l.item_id LEFT JOIN users b ON b.id = l.borrower_id
    LEFT JOIN users o ON o.id = l.lent_by_id LEFT JOIN users r ON r.id = l.returned_by_id
    WHERE (l.item_id IS NOT NULL AND i.id IS NULL) OR (l.borrower_id IS NOT NULL AND b.id IS NULL)
      OR (l.lent_by_id IS NOT NULL AND o.id IS NULL) OR (l.returned_by_id IS NOT NULL AND r.id IS NULL)`,
  'an active user may manage roles': `
    SELECT 'nobody' AS who WHERE NOT EXISTS (
      SELECT FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.name = ur.role_name
      WHERE u.active AND 'roles' = ANY (r.permissions))`,
  'there is one first admin, active and admin': `
    SELECT count(*) FROM users u WHERE u.first_admin AND u.active
      AND EXISTS (SELECT FROM user_roles WHERE user_id = u.id AND role_name = 'admin')
    HAVING count(*) <> 1`,
  'a username is one user’s, in any case': `
    SELECT lower(username), count(*) FROM users GROUP BY 1 HAVING count(*) > 1`,
  'an email is one user’s, in any case': `
    SELECT lower(email), count(*) FROM users WHERE email IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  'a user has a role': `
    SELECT username FROM users u WHERE NOT EXISTS (SELECT FROM user_roles WHERE user_id = u.id)`,
  'a role that is held exists, and so does its holder': `
    SELECT ur.* FROM user_roles ur LEFT JOIN users u ON u.id = ur.user_id LEFT JOIN roles r ON r.name = ur.role_name
    WHERE u.id IS NULL OR r.name IS NULL`,
  'the built-in roles are as they were': `
    SELECT * FROM (VALUES ('admin', '{users,roles,items,loans,runs,mode}'::text[]), ('usermanager', '{users}'), ('regular', '{}'))
      AS known (name, permissions)
    WHERE NOT EXISTS (SELECT FROM roles r WHERE r.name = known.name AND r.built_in AND r.permissions = known.permissions)`,
  'a session that counts belongs to an active user': `
    SELECT s.id, u.username FROM sessions s LEFT JOIN users u ON u.id = s.user_id
    WHERE u.id IS NULL OR (NOT u.active AND s.revoked_at IS NULL AND s.expires_at > now())`,
  'there is one mode': `SELECT count(*) FROM mode HAVING count(*) <> 1`,
  'a run belongs to a user': `
    SELECT r.id, r.user_id FROM runs r LEFT JOIN users u ON u.id = r.user_id WHERE u.id IS NULL`,
  'date and duration of a run are derived from its times': `
    SELECT id, date, duration FROM runs
    WHERE date IS DISTINCT FROM (start_time AT TIME ZONE time_zone)::date
      OR duration IS DISTINCT FROM greatest(1, floor(extract(epoch FROM end_time - start_time)))::int
      OR end_time <= start_time OR end_time - start_time > interval '48 hours'`,
  'a run has weather if and only if it is said to': `
    SELECT id, weather_status FROM runs WHERE (weather_status = 'ok') <> (weather_info IS NOT NULL)`,
  'a plan to ask for weather again is that of a run which waits for it, or a job will forget it': `
    SELECT a.run_id, r.weather_status FROM weather_attempts a LEFT JOIN runs r ON r.id = a.run_id
    WHERE r.weather_status IS DISTINCT FROM 'pending'
      AND NOT EXISTS (SELECT FROM graphile_worker.jobs WHERE key = 'weather:' || a.run_id)`,
  'runs are counted right': ledger('run_tallies', 'runs', 'user_id'),
  'loans are counted right': ledger('loan_tallies', 'loans', 'borrower_id'),
  'a kept answer belongs to a user': `
    SELECT k.user_id, k.status FROM idempotency_keys k LEFT JOIN users u ON u.id = k.user_id WHERE u.id IS NULL`,
  'a kept answer is that of a success': `SELECT path, status FROM idempotency_keys WHERE status NOT BETWEEN 200 AND 299`,
  'no transaction waits to be committed in a second phase': `
    SELECT gid FROM pg_prepared_xacts WHERE database = current_database()`,
};

/** Owners whose rows are not as many as the ledger says; what nobody owns is counted, too. */
function ledger(name: string, table: string, owner: string): string {
  return `
    SELECT owner, counted, said FROM (
      SELECT owner, sum(counted) AS counted, sum(said) AS said FROM (
        SELECT ${owner} AS owner, 1 AS counted, 0 AS said FROM ${table}
        UNION ALL SELECT owner_id, 0, amount FROM ${name}
      ) AS lines GROUP BY owner
    ) AS sums WHERE counted <> said`;
}

/** Of one rule, so that a table in ruins can still be read. */
const MOST_ROWS = 5;

/**
 * What is wrong in a club's database: for each broken rule its words, and some of the rows that break it. All are looked
 * at in one snapshot, so it may be asked while others write.
 */
export async function violations(database: Pick<pg.Pool, 'query'>): Promise<string[]> {
  const rules = Object.entries(BROKEN_BY);
  const text = rules
    .map(
      ([, broken], index) =>
        `(SELECT ${index} AS rule, to_jsonb(b) AS row FROM (${broken}) AS b LIMIT ${MOST_ROWS})`,
    )
    .join(' UNION ALL ');
  const { rows } = await database.query<{ rule: number; row: unknown }>(text);
  return rows.map(({ rule, row }) => `${rules[rule]?.[0]}: ${JSON.stringify(row)}`);
}

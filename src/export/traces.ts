import sql, { type Sql } from 'sql-template-tag';

/** Logins of a member, those among them that have ended and are not forgotten yet. */
export const sessions = (id: string): Sql => sql`
  SELECT created_at, expires_at, revoked_at FROM sessions WHERE user_id = ${id} ORDER BY created_at, id`;

/**
 * Answers that are kept to be repeated. Those of administrators may tell of others: of one that names another member,
 * here or in its path, neither is shown.
 */
export const keptAnswers = (id: string): Sql => sql`
  SELECT method, status::int, expires_at,
    CASE WHEN NOT names_others THEN path END AS path, CASE WHEN NOT names_others THEN document END AS body
  FROM idempotency_keys kept
  CROSS JOIN LATERAL (SELECT coalesce(nullif(kept.body, ''), 'null')::jsonb AS document) AS parsed
  CROSS JOIN LATERAL (
    SELECT EXISTS (
      SELECT FROM users other
      JOIN (
        SELECT lower(text #>> '{}') AS name FROM jsonb_path_query(document, 'strict $.** ? (@.type() == "string")') AS text
        UNION SELECT lower(part) FROM unnest(string_to_array(kept.path, '/')) AS part
      ) AS words ON lower(other.username) = words.name
      WHERE other.id <> kept.user_id
    ) AS names_others
  ) AS seen
  WHERE user_id = ${id} ORDER BY expires_at, key_hash`;

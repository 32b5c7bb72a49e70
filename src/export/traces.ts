import sql, { type Sql } from 'sql-template-tag';

/** Logins of a member, those among them that have ended and are not forgotten yet. */
export const sessions = (id: string): Sql => sql`
  SELECT created_at, expires_at, last_used_at, revoked_at, address, user_agent FROM sessions WHERE user_id = ${id} ORDER BY created_at, id`;

/**
 * Answers that are kept to be repeated. Those of administrators may tell of others: of one that names another member,
 * here or in its path, neither is shown.
 */
export const keptAnswers = (id: string): Sql => sql`
  SELECT method, status::int, expires_at,
    CASE WHEN NOT names_others THEN nullif(path, '') END AS path, CASE WHEN NOT names_others THEN document END AS body
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

/**
 * What the member did, and what was done to them and theirs. Who else did it is not told, nor from where; and of what the
 * member did to others, only that they did it.
 */
export const auditEvents = (id: string): Sql => sql`
  SELECT id::text, at, action, subject_type, CASE WHEN is_own THEN subject_id END AS subject_id,
    CASE WHEN is_own THEN before END AS before, CASE WHEN is_own THEN after END AS after,
    CASE WHEN by_oneself THEN address END AS address, request_id, by_oneself
  FROM audit_events
  CROSS JOIN LATERAL (
    SELECT person_ids <@ ARRAY[${id}::uuid] AS is_own, coalesce(actor_id = ${id}, false) AS by_oneself
  ) AS whose
  WHERE person_ids @> ARRAY[${id}::uuid] OR actor_id = ${id} ORDER BY at, id`;

/** What the server sends to PostgreSQL, by hand. Each is prepared under its name, once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const named = (name: string, text: string): Statement => ({ name, text });

export const CALLER = named(
  'caller',
  `SELECT u.username, mode.mode, granted.roles, granted.permissions
   FROM sessions s
   JOIN users u ON u.id = s.user_id
   CROSS JOIN mode
   CROSS JOIN LATERAL (
     SELECT coalesce(array_agg(DISTINCT r.name), '{}') AS roles,
       coalesce(array_agg(DISTINCT p) FILTER (WHERE p IS NOT NULL), '{}') AS permissions
     FROM user_roles ur
     JOIN roles r ON r.name = ur.role_name
     LEFT JOIN LATERAL unnest(r.permissions) AS p ON true
     WHERE ur.user_id = u.id
   ) AS granted
   WHERE s.id = $1 AND s.user_id = $2 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.active`,
);

const RUN_COLUMNS = `t.id::text AS id, t.start_time, t.end_time, t.distance, t.start_lat, t.start_lng, t.end_lat, t.end_lng,
  t.date, t.duration, t.weather_info, t.weather_status, t.created_at, t.updated_at, u.username AS "user"`;

export const RUN = named(
  'run',
  `SELECT ${RUN_COLUMNS}, t.user_id = $2 AS visible
   FROM runs t LEFT JOIN users u ON u.id = t.user_id WHERE t.id = $1`,
);

export const RUNS = named(
  'runs',
  `SELECT c.count, p.* FROM (SELECT count(*)::int AS count FROM runs t WHERE t.user_id = $1) c
   LEFT JOIN (
     SELECT ${RUN_COLUMNS} FROM runs t LEFT JOIN users u ON u.id = t.user_id WHERE t.user_id = $1
     ORDER BY t.start_time DESC, t.id DESC LIMIT $2 OFFSET $3
   ) p ON TRUE`,
);

export const OWNER = named('owner', 'SELECT id, time_zone FROM users WHERE lower(username) = lower($1)');

export const ADD_RUN = named(
  'add run',
  `INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone,
     weather_status)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'disabled') RETURNING id`,
);

export const REPORT = named(
  'report',
  `WITH source AS MATERIALIZED (
     SELECT to_char(week_start, 'IYYY-"W"IW') AS id, extract(isoyear FROM week_start)::int AS year,
       extract(week FROM week_start)::int AS week_number, week_start, run_count, total_distance, total_duration
     FROM (
       SELECT date_trunc('week', date::timestamp)::date AS week_start, count(*) AS run_count,
         sum(distance) AS total_distance, sum(duration) AS total_duration
       FROM runs WHERE user_id = $1 GROUP BY week_start
     ) weeks
   )
   SELECT c.count, p.* FROM (SELECT count(*)::int AS count FROM source) c LEFT JOIN (
     SELECT id, year, week_number, week_start,
       to_char(round(total_distance::numeric / run_count, 3), 'FM999999999990.099') AS average_distance,
       to_char(round(total_duration::numeric / run_count, 3), 'FM999999999990.099') AS average_duration,
       to_char(round(total_distance::numeric / total_duration, 3), 'FM999999999990.099') AS average_speed,
       run_count::float8, total_distance::float8, total_duration::float8
     FROM source ORDER BY id COLLATE "C" DESC LIMIT $2 OFFSET $3
   ) p ON TRUE`,
);

export const LOCK_ITEM = named(
  'lock item',
  'SELECT id, description FROM items WHERE id = $1 FOR NO KEY UPDATE',
);

export const LOCK_BORROWER = named(
  'lock borrower',
  'SELECT id FROM users WHERE lower(username) = lower($1) AND active FOR SHARE',
);

export const OPEN_LOAN = named(
  'open loan',
  'SELECT id, borrower_id FROM loans WHERE item_id = $1 AND returned_at IS NULL',
);

export const LEND = named(
  'lend',
  `INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, loaned_at)
   VALUES ($1, $2, $3, $4, greatest(date_trunc('milliseconds', clock_timestamp()),
     (SELECT returned_at FROM loans WHERE item_id = $1 ORDER BY loaned_at DESC, id DESC LIMIT 1)))
   RETURNING id`,
);

export const GIVE_BACK = named(
  'give back',
  `UPDATE loans
   SET returned_by_id = $1, returned_at = greatest(date_trunc('milliseconds', clock_timestamp()), loaned_at)
   WHERE id = $2`,
);

export const ITEM = named(
  'item',
  `SELECT t.id, t.description, open.id IS NULL AS available, t.created_at, t.updated_at, u.username AS loanedto
   FROM items t
   LEFT JOIN loans open ON open.item_id = t.id AND open.returned_at IS NULL
   LEFT JOIN users u ON u.id = open.borrower_id
   WHERE t.id = $1`,
);

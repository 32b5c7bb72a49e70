import type { Statement } from './ask.js';
import { SIZE } from './window.js';

/** What the server sends to PostgreSQL to read, by hand. */
const named = (name: string, text: string): Statement => ({ name, text });

export const CALLER = named(
  'caller',
  `SELECT u.username, u.time_zone, mode.mode, granted.roles, granted.permissions,
     s.last_used_at < now() - interval '1 minute' AS stale
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
const POSITION = `ARRAY[to_char(t.start_time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), t.id::text] AS "#position"`;
const RUNS = 'runs t JOIN users u ON u.id = t.user_id';
const NEWEST = 'ORDER BY t.start_time DESC, t.id DESC';

/**
 * A page beside the count of all; where it is empty, one row with the count alone. Its size stands in the text, as a plan
 * for any size is a worse one.
 */
const counted = (count: string, rows: string): string =>
  `SELECT c.count AS "#count", p.* FROM (${count}) c LEFT JOIN (${rows}) p ON TRUE`;

/** Whole lists are counted by the ledger that triggers keep. */
const tallied = (whose: string): string =>
  `SELECT (SELECT coalesce(sum(amount), 0)::int FROM run_tallies ${whose}) AS count`;

const countOf = (rows: string): string => `SELECT count(*)::int AS count FROM ${rows}`;

export const RUN = named(
  'run',
  `SELECT ${RUN_COLUMNS}, t.version AS "#version", t.user_id = $2 AS "#visible" FROM ${RUNS} WHERE t.id = $1`,
);

export const OWN_RUNS = named(
  'own runs',
  counted(
    tallied('WHERE owner_id = $1'),
    `SELECT ${RUN_COLUMNS} FROM ${RUNS} WHERE t.user_id = $1 ${NEWEST} LIMIT ${SIZE}`,
  ),
);

export const OWN_RUNS_UNCOUNTED = named(
  'own runs, uncounted',
  `SELECT ${RUN_COLUMNS} FROM ${RUNS} WHERE t.user_id = $1 ${NEWEST} LIMIT ${SIZE + 1}`,
);

const FITS = `t.user_id = $1 AND t.distance >= $2::bigint
  AND (t.duration < $3::bigint OR (t.date >= $4::date AND t.start_lat > $5::float8))`;

export const FITTING_RUNS = named(
  'fitting runs',
  counted(
    countOf(`runs t WHERE ${FITS}`),
    `SELECT ${RUN_COLUMNS} FROM ${RUNS} WHERE ${FITS} ${NEWEST} LIMIT ${SIZE}`,
  ),
);

export const ALL_RUNS = named(
  'all runs',
  counted(tallied(''), `SELECT ${RUN_COLUMNS} FROM ${RUNS} ${NEWEST} LIMIT ${SIZE}`),
);

export const ALL_RUNS_AFTER = named(
  'all runs after',
  `SELECT ${RUN_COLUMNS}, ${POSITION} FROM ${RUNS} WHERE (t.start_time, t.id) < ($1::timestamptz, $2::bigint) ${NEWEST} LIMIT ${SIZE + 1}`,
);

export const REPORTS = named(
  'reports',
  `WITH source AS MATERIALIZED (
     SELECT to_char(week_start, 'IYYY-"W"IW') AS id, extract(isoyear FROM week_start)::int AS year,
       extract(week FROM week_start)::int AS week_number, week_start, run_count, total_distance, total_duration
     FROM (
       SELECT date_trunc('week', date::timestamp)::date AS week_start, count(*) AS run_count,
         sum(distance) AS total_distance, sum(duration) AS total_duration
       FROM runs WHERE user_id = $1 GROUP BY week_start
     ) weeks
   )
   ${counted(
     countOf('source'),
     `SELECT id, year, week_number, week_start,
        to_char(round(total_distance::numeric / run_count, 3), 'FM999999999990.099') AS average_distance,
        to_char(round(total_duration::numeric / run_count, 3), 'FM999999999990.099') AS average_duration,
        to_char(round(total_distance::numeric / total_duration, 3), 'FM999999999990.099') AS average_speed,
        run_count::float8, total_distance::float8, total_duration::float8
      FROM source ORDER BY id COLLATE "C" DESC LIMIT ${SIZE}`,
   )}`,
);

const ITEM_COLUMNS = `t.id, t.description, open.id IS NULL AS available, t.created_at, t.updated_at, u.username AS loanedto`;
const ITEMS = `items t LEFT JOIN loans open ON open.item_id = t.id AND open.returned_at IS NULL
  LEFT JOIN users u ON u.id = open.borrower_id`;

export const ITEM = named(
  'item',
  `SELECT ${ITEM_COLUMNS}, t.version AS "#version" FROM ${ITEMS} WHERE t.id = $1`,
);

export const ITEMS_CONTAINING = named(
  'items containing',
  counted(
    countOf('items t WHERE t.description ILIKE $1'),
    `SELECT ${ITEM_COLUMNS} FROM ${ITEMS} WHERE t.description ILIKE $1 ORDER BY t.id COLLATE "C" LIMIT ${SIZE}`,
  ),
);

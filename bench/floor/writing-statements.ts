import type { Statement } from './ask.js';

/** What the server sends to PostgreSQL to write and to log in, by hand. */
const named = (name: string, text: string): Statement => ({ name, text });

export const ADD_RUN = named(
  'add run',
  `INSERT INTO runs (user_id, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, time_zone,
     weather_status)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'disabled') RETURNING id`,
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
  `WITH held AS MATERIALIZED (SELECT FROM users WHERE id = $1 FOR KEY SHARE)
   UPDATE loans
   SET returned_by_id = $2, returned_at = greatest(date_trunc('milliseconds', clock_timestamp()), loaned_at)
   WHERE id = $3 AND (SELECT count(*) FROM held) <= 1`,
);

export const SPENT = named(
  'spent',
  `SELECT key, hits, ceil(extract(epoch FROM resets_at - now()))::int AS wait
   FROM rate_limits WHERE key = ANY ($1::text[]) AND resets_at > now()`,
);

export const ACCOUNT = named(
  'account',
  'SELECT id, password_hash FROM users WHERE lower(username) = lower($1)',
);

export const START_SESSION = named(
  'start session',
  `INSERT INTO sessions (id, user_id, expires_at, address)
   SELECT $1::uuid, id, $2::timestamptz, $5 FROM users WHERE id = $3 AND active AND password_hash = $4 FOR SHARE
   RETURNING id`,
);

import { randomUUID } from 'node:crypto';
import type { Club } from '../../support/club.js';
import { alter, sign } from '../../support/tokens.js';
import {
  CALLERS,
  type CallerName,
  DEAD,
  EVERYBODY,
  LIVE,
  OTHERS,
  OWN_ROLES,
  roleOf,
  usernameOf,
} from './cast.js';

export const hasRecords = (caller: CallerName): boolean => caller !== 'nobody' && caller !== 'deleted';

/** Everybody who has records, in the order in which they got them: the ids of theirs count up with it. */
const OWNERS = [...EVERYBODY.filter(hasRecords).map(usernameOf), ...Object.keys(OTHERS)];
export const ordinalOf = (username: string): number => OWNERS.indexOf(username) + 1;

/** Put into the database at once: hashing so many passwords would take long. */
export async function seed({ database }: Club): Promise<void> {
  const roles = [...OWN_ROLES.map((name) => [name, CALLERS[name]] as const), ['spare', []] as const];
  for (const [name, permissions] of roles)
    await database.query('INSERT INTO roles (name, permissions) VALUES ($1, $2)', [name, permissions]);
  const people = [
    ...LIVE.filter((caller) => caller !== 'first-admin').map((caller) => [
      usernameOf(caller),
      roleOf(caller),
    ]),
    ...DEAD.map((caller) => [caller, 'regular']),
    ...Object.entries(OTHERS),
  ];
  for (const [username, role] of people) {
    await database.query(
      `WITH joined AS (
         INSERT INTO users (username, password_hash, email, active)
         VALUES ($1, 'none', $1 || '@club.example', $1 <> 'inactive') RETURNING id)
       INSERT INTO user_roles (user_id, role_name) SELECT id, $2 FROM joined`,
      [username, role],
    );
  }
  await database.query("INSERT INTO items (id, description) VALUES ('free', 'A free drill')");
  for (const username of OWNERS)
    await database.query(RECORDS, [username, username === 'dora' || username === 'pat']);
}

/** A run, a loan that is over, and one that is open; for some the item of the latter came back since. */
const RECORDS = `
  WITH owner AS (SELECT id, username FROM users WHERE username = $1),
  lender AS (SELECT id FROM users WHERE first_admin),
  item AS (INSERT INTO items (id, description) SELECT 'held-' || username, 'A saw' FROM owner RETURNING id),
  run AS (
    INSERT INTO runs (user_id, time_zone, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng,
      weather_status)
    SELECT id, 'UTC', '2020-01-24T16:00Z', '2020-01-24T16:30Z', 5000, 12.5, 77.5, 12.6, 77.6, 'disabled' FROM owner)
  INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, returned_by_id, loaned_at, returned_at)
  SELECT item.id, 'A saw', owner.id, lender.id, CASE WHEN over THEN lender.id END, at::timestamptz,
    CASE WHEN over THEN at::timestamptz + interval '4 days' END
  FROM owner, lender, item, (VALUES ('2020-01-01T12:00Z', true), ('2020-01-06T12:00Z', $2::boolean)) AS lent (at, over)
  ORDER BY at`;

/** A session of a member's; what is wrong with it depends on who it is. */
export async function startSession(club: Club, caller: CallerName | 'carl') {
  const id = randomUUID();
  const username = caller === 'carl' ? caller : usernameOf(caller);
  const { rows } = await club.database.query<{ user_id: string }>(
    `INSERT INTO sessions (id, user_id, expires_at, revoked_at)
     SELECT $1, id, now() + interval '1 hour', CASE WHEN username = 'revoked' THEN now() END
     FROM users WHERE username = $2 RETURNING user_id`,
    [id, username],
  );
  const expired = caller === 'expired' && { exp: Math.floor(Date.now() / 1000) - 1 };
  const claims = alter(club.admin.token ?? '', { sub: rows[0]?.user_id, sid: id, ...expired });
  return { id, member: club.bearer(username, sign(claims)) };
}

const SUBJECTS: Readonly<Record<string, string>> = {
  user: 'aboutUser',
  role: 'aboutRole',
  mode: 'aboutMode',
  'loan-item': 'aboutItem',
  loan: 'aboutLoan',
  run: 'aboutRun',
};

/** An event of the first admin's about a record of each type. */
export async function addEvents({ database }: Club): Promise<Readonly<Record<string, string>>> {
  const { rows } = await database.query<{ id: string; subject_type: string }>(
    `INSERT INTO audit_events (action, subject_type, subject_id, person_ids, actor_id)
     SELECT 'update', type, 'some-record', '{}', users.id FROM users, unnest($1::text[]) AS type WHERE first_admin
     RETURNING id, subject_type`,
    [Object.keys(SUBJECTS)],
  );
  return Object.fromEntries(rows.map(({ id, subject_type }) => [SUBJECTS[subject_type], id]));
}

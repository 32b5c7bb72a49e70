import { randomUUID } from 'node:crypto';
import { type Club, type Member, PASSWORD } from './club.js';
import { alter, sign } from './tokens.js';

interface Session {
  readonly username: string;
  readonly user_id: string;
  readonly id: string;
}

/** What a crowd can join: a club, or whatever has its database and its first admin. */
type Joinable = Pick<Club, 'database' | 'admin' | 'bearer'>;

/** Many regular users, each logged in: put into the database at once, since hashing so many passwords would take long. */
export async function addCrowd(club: Joinable, count: number, prefix = 'member'): Promise<Member[]> {
  const { rows } = await club.database.query<Session>(
    `WITH joined AS (
       INSERT INTO users (username, password_hash)
       SELECT $1 || n, 'none' FROM generate_series(1, $2::int) AS n RETURNING id, username
     ), given AS (
       INSERT INTO user_roles (user_id, role_name) SELECT id, 'regular' FROM joined
     ), started AS (
       INSERT INTO sessions (id, user_id, expires_at)
       SELECT gen_random_uuid(), id, now() + interval '1 hour' FROM joined RETURNING id, user_id
     )
     SELECT username, user_id, started.id FROM started JOIN joined ON joined.id = user_id ORDER BY username`,
    [prefix, count],
  );
  return rows.map(({ username, user_id, id }) =>
    club.bearer(username, sign(alter(club.admin.token ?? '', { sub: user_id, sid: id, jti: randomUUID() }))),
  );
}

/** How often each status was answered. */
export async function tally(
  asked: readonly Promise<{ readonly status: number }>[],
): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(asked)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** A new user whose password is hashed, for logins. */
export const registration = (username: string, more: object = {}) => ({
  username,
  password: PASSWORD,
  ...more,
});

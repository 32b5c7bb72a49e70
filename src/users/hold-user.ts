import sql, { raw, type Sql } from 'sql-template-tag';
import type { Database } from '../database/database.js';
import { NotFound } from '../shared/errors/errors.js';
import type { Target } from './user-rules.js';

/** What a user is held for. A change lets others name the user meanwhile: two who change each other do not wait for ever. */
const LOCKS = { change: raw('NO KEY UPDATE'), deletion: raw('UPDATE') };

/**
 * Holds a user until the transaction ends, and then reads what rules ask for: a statement that had to wait for the lock
 * would still see the roles that the user had before. Throws 404 where there is none of that name.
 */
export async function holdUser(
  database: Database,
  username: string,
  purpose: keyof typeof LOCKS,
): Promise<Target> {
  const [held] = await database.query<{ id: string }>(sql`
    SELECT id FROM users WHERE lower(username) = lower(${username}) FOR ${LOCKS[purpose]}`);
  return readTarget(database, sql`u.id = ${held?.id ?? null}::uuid`);
}

/** The same without holding the user: what it finds may change at once. */
export const findTarget = (database: Database, username: string): Promise<Target> =>
  readTarget(database, sql`lower(u.username) = lower(${username})`);

async function readTarget(database: Database, condition: Sql): Promise<Target> {
  const [target] = await database.query<Target>(sql`
    SELECT u.id, u.username, u.active, u.first_admin,
      ARRAY(SELECT role_name FROM user_roles WHERE user_id = u.id) AS roles,
      EXISTS (
        SELECT FROM user_roles ur JOIN roles r ON r.name = ur.role_name
        WHERE ur.user_id = u.id AND r.permissions <> '{}'
      ) AS privileged
    FROM users u WHERE ${condition}`);
  if (!target) throw new NotFound('User not found.', 'USER_NOT_FOUND');
  return target;
}

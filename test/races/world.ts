import { randomUUID } from 'node:crypto';
import type { Member } from '../support/club.js';
import { addCrowd } from '../support/crowd.js';
import type { Arena } from './arena.js';

let made = 0;

/** A name that nothing else has. */
export const fresh = (prefix: string): string => `${prefix}${(made += 1)}`;

/** New members, each logged in. */
export async function members(arena: Arena, count: number, role = 'regular'): Promise<Member[]> {
  const prefix = `${fresh('m')}-`;
  const crowd = await addCrowd(arena, count, prefix);
  if (role !== 'regular') {
    await arena.database.query(
      `UPDATE user_roles SET role_name = $2 WHERE user_id IN (SELECT id FROM users WHERE starts_with(username, $1))`,
      [prefix, role],
    );
  }
  return crowd;
}

/** One new member. */
export async function member(arena: Arena, role = 'regular'): Promise<Member> {
  const [one] = await members(arena, 1, role);
  if (!one) throw new Error('Nobody joined.');
  return one;
}

/** A new item, lent to somebody or free; the id. */
export async function item(arena: Arena, holder: Member | null = null): Promise<string> {
  const id = fresh('item-');
  await arena.database.query(`INSERT INTO items (id, description) VALUES ($1, 'drill')`, [id]);
  if (holder) await lend(arena, id, holder);
  return id;
}

/** The id of the new loan. */
export async function lend(arena: Arena, id: string, { username }: Member): Promise<string> {
  const loan = await arena.value(
    `INSERT INTO loans (item_id, item_description, borrower_id, loaned_at)
     SELECT $1, 'drill', id, date_trunc('milliseconds', now()) - interval '1 minute' FROM users WHERE username = $2
     RETURNING id`,
    [id, username],
  );
  return String(loan);
}

/** A new run of somebody's, with weather or without; the id. */
export async function run(arena: Arena, { username }: Member): Promise<string> {
  const id = await arena.value(
    `INSERT INTO runs (user_id, time_zone, start_time, end_time, distance, start_lat, start_lng, end_lat, end_lng, weather_status)
     SELECT id, 'UTC', '2020-01-24T16:00Z', '2020-01-24T16:30Z', 5000, 12.9, 77.6, 12.9, 77.6, 'disabled'
     FROM users WHERE username = $1 RETURNING id`,
    [username],
  );
  return String(id);
}

export interface Loan {
  readonly id: string;
  readonly borrower: string | null;
  readonly open: boolean;
}

/** The loans of an item, the oldest first. */
export const loansOf = (arena: Arena, id: string): Promise<Loan[]> =>
  arena.rows<Loan>(
    `SELECT l.id, u.username AS borrower, returned_at IS NULL AS open
     FROM loans l LEFT JOIN users u ON u.id = borrower_id WHERE item_id = $1 ORDER BY l.id`,
    [id],
  );

/** Who holds an item. */
export async function holderOf(arena: Arena, id: string): Promise<string | null> {
  return (await loansOf(arena, id)).find(({ open }) => open)?.borrower ?? null;
}

/** How many users have this name: one or none. */
export const usersNamed = async (arena: Arena, username: string): Promise<number> =>
  Number(await arena.value('SELECT count(*) FROM users WHERE lower(username) = lower($1)', [username]));

/** The roles that a user has, by name. */
export async function rolesOf(arena: Arena, username: string): Promise<readonly string[]> {
  const rows = await arena.rows<{ role_name: string }>(
    'SELECT role_name FROM user_roles JOIN users ON users.id = user_id WHERE username = $1 ORDER BY role_name',
    [username],
  );
  return rows.map(({ role_name }) => role_name);
}

/** Holds a user until those who want to change it wait. */
export const gateAtUser = ({ username }: Member) =>
  ['SELECT FROM users WHERE username = $1 FOR UPDATE', [username]] satisfies [string, unknown[]];

export const gateAtItem = (id: string) =>
  ['SELECT FROM items WHERE id = $1 FOR UPDATE', [id]] satisfies [string, unknown[]];

export const keyed = (key: string = randomUUID()) => ({ headers: { 'Idempotency-Key': `"${key}"` } });

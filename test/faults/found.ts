import type pg from 'pg';

/** Runs that are posted one by one are shorter, those of lists of operations longer. */
export const BULK_DISTANCE = 100_000;

/**
 * Everything that the writers change, as the journal names it: a run by its start (each has its own), an item by its id,
 * and for each member what lists of operations did: runs and an item that is lent and returned with them.
 */
const FOUND = `
  WITH item AS (
    SELECT i.id, i.description || ' ' || coalesce(holder.username, 'nobody') || ' '
      || (SELECT count(*) FROM loans WHERE item_id = i.id) AS state
    FROM items i
    LEFT JOIN loans l ON l.item_id = i.id AND l.returned_at IS NULL
    LEFT JOIN users holder ON holder.id = l.borrower_id
  )
  SELECT 'run ' || extract(epoch FROM r.start_time)::bigint AS thing,
    string_agg(u.username || ' ' || r.distance || ' ' || r.duration, ', ') AS state
  FROM runs r JOIN users u ON u.id = r.user_id WHERE r.distance < ${BULK_DISTANCE} GROUP BY r.start_time
  UNION ALL SELECT 'item ' || id, state FROM item WHERE id NOT LIKE 'bulk-%'
  UNION ALL SELECT 'bulk ' || u.username, count(r.id) || ' ' || (SELECT state FROM item WHERE id = 'bulk-' || u.username)
  FROM users u LEFT JOIN runs r ON r.user_id = u.id AND r.distance >= ${BULK_DISTANCE}
  WHERE NOT u.first_admin GROUP BY u.username`;

export async function find(database: Pick<pg.Pool, 'query'>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.query<{ thing: string; state: string }>(FOUND);
  return new Map(rows.map(({ thing, state }) => [thing, state]));
}

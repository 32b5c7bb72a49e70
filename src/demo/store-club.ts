import sql from 'sql-template-tag';
import type { Database } from '../database/database.js';
import { insertRows } from './insert-rows.js';
import type { ImaginedItem } from './items.js';
import type { ImaginedLoan } from './loans.js';
import type { Member } from './members.js';
import type { ImaginedRun } from './runs.js';

export async function storeRoles(
  database: Database,
  roles: readonly { name: string; description: string; permissions: readonly string[] }[],
): Promise<void> {
  for (const { name, description, permissions } of roles) {
    await database.query(
      sql`INSERT INTO roles (name, description, permissions) VALUES (${name}, ${description}, ${permissions})`,
    );
  }
}

/** Everybody gets the same password: hashing it for each would take longer than all the rest. */
export async function storeMembers(
  database: Database,
  members: readonly Member[],
  passwordHash: string,
): Promise<void> {
  await insertRows(database, 'users', members, {
    id: ['uuid', ({ id }) => id],
    username: ['text', ({ username }) => username],
    password_hash: ['text', () => passwordHash],
    phone: ['text', ({ phone }) => phone],
    email: ['text', ({ email }) => email],
    first_name: ['text', ({ firstName }) => firstName],
    last_name: ['text', ({ lastName }) => lastName],
    time_zone: ['text', ({ town }) => town.timeZone],
    active: ['boolean', ({ active }) => active],
    created_at: ['timestamptz', ({ joinedAt }) => joinedAt],
    updated_at: ['timestamptz', ({ joinedAt }) => joinedAt],
  });
  const granted = members.flatMap(({ id, roles }) => roles.map((role) => ({ id, role })));
  await insertRows(database, 'user_roles', granted, {
    user_id: ['uuid', ({ id }) => id],
    role_name: ['text', ({ role }) => role],
  });
}

export async function storeItems(database: Database, items: readonly ImaginedItem[]): Promise<void> {
  await insertRows(database, 'items', items, {
    id: ['text', ({ id }) => id],
    description: ['text', ({ description }) => description],
    created_at: ['timestamptz', ({ createdAt }) => createdAt],
    updated_at: ['timestamptz', ({ createdAt }) => createdAt],
  });
}

export async function storeLoans(database: Database, loans: readonly ImaginedLoan[]): Promise<void> {
  await insertRows(database, 'loans', loans, {
    item_id: ['text', ({ item }) => item.id],
    item_description: ['text', ({ item }) => item.description],
    borrower_id: ['uuid', ({ borrowerId }) => borrowerId],
    lent_by_id: ['uuid', ({ lentById }) => lentById],
    returned_by_id: ['uuid', ({ returnedById }) => returnedById],
    loaned_at: ['timestamptz', ({ loanedAt }) => loanedAt],
    due_at: ['timestamptz', ({ dueAt }) => dueAt],
    returned_at: ['timestamptz', ({ returnedAt }) => returnedAt],
  });
}

export async function storeRuns(database: Database, runs: readonly ImaginedRun[]): Promise<void> {
  await insertRows(database, 'runs', runs, {
    user_id: ['uuid', ({ userId }) => userId],
    start_time: ['timestamptz', ({ startTime }) => startTime],
    end_time: ['timestamptz', ({ endTime }) => endTime],
    distance: ['integer', ({ distance }) => distance],
    start_lat: ['float8', ({ start }) => start.lat],
    start_lng: ['float8', ({ start }) => start.lng],
    end_lat: ['float8', ({ end }) => end.lat],
    end_lng: ['float8', ({ end }) => end.lng],
    time_zone: ['text', ({ timeZone }) => timeZone],
    weather_info: ['jsonb', ({ weather }) => weather && JSON.stringify(weather)],
    weather_status: ['text', ({ weatherStatus }) => weatherStatus],
    created_at: ['timestamptz', ({ createdAt }) => createdAt],
    updated_at: ['timestamptz', ({ createdAt }) => createdAt],
  });
}

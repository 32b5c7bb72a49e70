import type { Database } from '../../database/database.js';
import { prepared } from '../../database/statement.js';
import { isObject } from '../representation/is-object.js';
import type { Operation } from './operation.js';

/** Any number: keeps these locks apart from other advisory locks. */
const RECORDS = 20_201;

/**
 * Lists that are about the same records run one after the other: they name them in any order, and would otherwise hold
 * what the other waits for. Until the transaction ends; waiting for longer than a statement may run is 503.
 */
export async function holdRecords(database: Database, operations: readonly Operation[]): Promise<void> {
  const names = [...new Set(operations.flatMap(recordsOf))].sort();
  await database.query(
    prepared`SELECT pg_advisory_xact_lock(${RECORDS}::int, hashtext(name)) FROM unnest(${names}::text[]) AS name`,
  );
}

/** The record that an operation changes, or those that the record that it adds is related to. */
export function recordsOf({ target, sent }: Operation): readonly string[] {
  const { resource, record } = target;
  if (record) return record.by === 'id' ? [nameOf(resource.type, record.name)] : [];
  const related = isObject(sent['data']) ? sent['data']['relationships'] : null;
  if (!isObject(related)) return [];
  return Object.entries(resource.relationships).flatMap(([name, { to }]) => {
    const member = Object.hasOwn(related, name) ? related[name] : null;
    const linkage = isObject(member) ? member['data'] : null;
    return isObject(linkage) && typeof linkage['id'] === 'string' ? [nameOf(to, linkage['id'])] : [];
  });
}

/** PostgreSQL takes no NUL in texts; ids that differ in case may be the same. */
const nameOf = (type: string, id: string): string =>
  `${type} ${id}`.toLowerCase().toWellFormed().replaceAll('\0', '');

import { AsyncLocalStorage } from 'node:async_hooks';
import sql, { raw } from 'sql-template-tag';
import type { Database } from '../../database/database.js';
import { prepare } from '../../database/statement.js';
import { hasId } from '../query/condition.js';
import { type Resource, type Viewer, versionOf } from '../query/resource.js';
import { type Preconditions, refuseVersion } from './preconditions.js';

/** The preconditions of a request, about the one record that its path names. */
interface Asked {
  readonly preconditions: Preconditions;
  readonly resource: Resource;
  readonly viewer: Viewer;
  /** The transaction in which they were found true: what the request itself changes after that is no matter. */
  provenIn: unknown;
}

const asked = new AsyncLocalStorage<Asked>();

/** Does the work of a request that has preconditions about a record of this resource. */
export const underPreconditions = <T>(about: Omit<Asked, 'provenIn'>, work: () => T): T =>
  asked.run({ ...about, provenIn: null }, work);

/**
 * Holds a record until the transaction ends, and throws 412 where it is not what the request's preconditions say; does
 * nothing where the request has none about records of this resource. For services, inside a transaction: after what is
 * 404 and 403, before what is 409 and before any change.
 */
export async function refuseStale(database: Database, resource: Resource, id: string): Promise<void> {
  const request = asked.getStore();
  if (request?.resource !== resource || request.provenIn === database.entities) return;
  const row = raw(resource.table);
  const [record] = await database.query<{ version: string }>(
    prepare(
      sql`SELECT ${versionOf(resource, row, request.viewer)} AS version FROM ${row} WHERE ${hasId(resource, id)(row)} FOR NO KEY UPDATE`,
    ),
  );
  if (record) refuseVersion(request.preconditions, record.version);
  request.provenIn = database.entities;
}

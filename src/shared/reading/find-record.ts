import type { Database } from '../../database/database.js';
import { Forbidden, NotFound } from '../errors/errors.js';
import type { Lens } from '../query/lens.js';
import type { OneQuery } from '../query/list-query.js';
import type { Resource, Row } from '../query/resource.js';
import { type Condition, hasId } from '../query/condition.js';
import { KEY, VISIBLE, compileOne } from '../query/select.js';
import { parseId } from './parse-id.js';

/** A record, and the key that relationships know it by. */
export interface Found<X extends Resource = Resource> {
  readonly row: Row<X>;
  readonly key: unknown;
}

/** The record with the id of a path. Throws NotFound, or Forbidden where it is not the viewer's to see. */
export async function findById<X extends Resource>(
  database: Database,
  lens: Lens,
  resource: X,
  text: string,
  query: OneQuery,
): Promise<Found<X>> {
  const id = parseId(resource, text);
  if (id === null) throw notFound(resource);
  return findRecord(database, lens, resource, hasId(resource, id), query);
}

/** The record that fits the condition. Throws as `findById` does. */
export async function findRecord<X extends Resource>(
  database: Database,
  lens: Lens,
  resource: X,
  condition: Condition,
  query: OneQuery,
): Promise<Found<X>> {
  type Record = Row<X> & { readonly [KEY]: unknown; readonly [VISIBLE]: boolean };
  const statement = compileOne(lens, resource, condition, query);
  const [record] = await database.query<Record>(statement, { prepared: query.fields.size === 0 });
  if (!record) throw notFound(resource);
  const { [KEY]: key, [VISIBLE]: visible, ...row } = record;
  if (!visible) throw new Forbidden();
  return { row: row as Row<X>, key };
}

/** `LOAN_ITEM_NOT_FOUND` for a `Loan item`. */
function notFound({ title }: Resource): NotFound {
  return new NotFound(`${title} not found.`, `${title.toUpperCase().replaceAll(/\W+/g, '_')}_NOT_FOUND`);
}

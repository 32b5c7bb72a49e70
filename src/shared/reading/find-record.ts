import { Forbidden, NotFound } from '../errors/errors.js';
import type { OneQuery } from '../query/list-query.js';
import type { Resource, Row, Viewer } from '../query/resource.js';
import { KEY, VISIBLE } from '../query/select.js';
import { parseId } from './parse-id.js';
import type { FoundRecord, Records } from './records.js';

/** A record, and the key that relationships know it by. */
export interface Found<X extends Resource = Resource> {
  readonly row: Row<X>;
  readonly key: unknown;
}

/** The record with the id of a path. Throws NotFound, or Forbidden where it is not the viewer's to see. */
export async function findById<X extends Resource>(
  records: Records,
  viewer: Viewer,
  resource: X,
  text: string,
  query: OneQuery,
): Promise<Found<X>> {
  const id = parseId(resource, text);
  if (id === null) throw notFound(resource);
  return readRecord(resource, await records.find(resource, viewer, 'id', id, query));
}

/** The record with a key. Throws as `findById` does. */
export async function findByKey<X extends Resource>(
  records: Records,
  viewer: Viewer,
  resource: X,
  key: unknown,
  query: OneQuery,
): Promise<Found<X>> {
  return readRecord(resource, await records.find(resource, viewer, 'key', key, query));
}

function readRecord<X extends Resource>(resource: X, record: FoundRecord<X> | undefined): Found<X> {
  if (!record) throw notFound(resource);
  if (!record[VISIBLE]) throw new Forbidden();
  return { row: record, key: record[KEY] };
}

/** `LOAN_ITEM_NOT_FOUND` for a `Loan item`. */
function notFound({ title }: Resource): NotFound {
  return new NotFound(`${title} not found.`, `${title.toUpperCase().replaceAll(/\W+/g, '_')}_NOT_FOUND`);
}

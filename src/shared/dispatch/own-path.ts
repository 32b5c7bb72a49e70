import type { Resource } from '../query/resource.js';

/** A collection, a record of it, or a to-one relationship of a record. */
export interface Place {
  readonly resource: Resource;
  /** Null: the collection. */
  readonly id: string | null;
  /** Null: the record itself. */
  readonly relationship: string | null;
}

/** What the router takes as one part of a path. */
const LONGEST_PART = 100;

/**
 * The path of a place on this server; null where no path leads there. Only the first part is not encoded, and that one
 * is ours: whatever a client names, it stays below the collection.
 */
export function ownPath({ resource, id, relationship }: Place): string | null {
  if (id === null) return `/${resource.collection}`;
  const rest = relationship === null ? [id] : [id, 'relationships', relationship];
  return rest.every(isPart) ? `/${resource.collection}/${rest.map(encodeURIComponent).join('/')}` : null;
}

/** URLs have no part `.` or `..`, however it is encoded. */
const isPart = (text: string): boolean =>
  text !== '' && text !== '.' && text !== '..' && text.length <= LONGEST_PART && text.isWellFormed();

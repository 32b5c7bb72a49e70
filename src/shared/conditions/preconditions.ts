import { PreconditionFailed } from '../errors/errors.js';
import { type EntityTags, matches, matchesVersion, matchesWeakly, parseEntityTags } from './entity-tags.js';

/** What a client knows of a record before it asks something of it. */
export interface Preconditions {
  /** Do it only if the record is still one of these. */
  readonly ifMatch: EntityTags | null;
  /** Do it only if the record is none of these. */
  readonly ifNoneMatch: EntityTags | null;
}

interface Headers {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}

/** Null where a request has no preconditions. Throws 400 for a malformed one. */
export function readPreconditions(headers: Headers): Preconditions | null {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match === undefined && noneMatch === undefined) return null;
  return {
    ifMatch: match === undefined ? null : parseEntityTags('If-Match', match),
    ifNoneMatch: noneMatch === undefined ? null : parseEntityTags('If-None-Match', noneMatch),
  };
}

/** Before a change. Throws 412 where the record's version is not what the client thinks. */
export function refuseVersion({ ifMatch, ifNoneMatch }: Preconditions, version: string): void {
  if (ifMatch && !matchesVersion(ifMatch, version)) throw new PreconditionFailed('If-Match');
  if (ifNoneMatch && matchesVersion(ifNoneMatch, version)) throw new PreconditionFailed('If-None-Match');
}

/** Before a read is answered: whether the client has this very representation. Throws 412 where it wants another. */
export function hasAlready({ ifMatch, ifNoneMatch }: Preconditions, opaque: string): boolean {
  if (ifMatch && !matches(ifMatch, opaque)) throw new PreconditionFailed('If-Match');
  return ifNoneMatch !== null && matchesWeakly(ifNoneMatch, opaque);
}

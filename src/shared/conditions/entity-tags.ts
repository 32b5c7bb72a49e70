import { BadRequest } from '../errors/errors.js';

export interface EntityTag {
  readonly weak: boolean;
  /** What stands between the quotes. */
  readonly opaque: string;
}

/** What `If-Match` or `If-None-Match` says: whatever there is, or what has one of these tags. */
export type EntityTags = '*' | readonly EntityTag[];

/** One element of the list, which may be empty, and the comma behind it. Each character fits in one way only. */
const ELEMENT = /[ \t]*(?:(W\/)?"([!#-~\u0080-\u00ff]*)"[ \t]*)?(,|$)/y;

/** Reads the list of entity tags of a header (RFC 9110, 8.8.3 and 13.1). Throws 400 where it is none. */
export function parseEntityTags(name: string, header: string): EntityTags {
  if (header.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  for (let at = 0, more = true; more; at = ELEMENT.lastIndex) {
    ELEMENT.lastIndex = at;
    const [, weak, opaque, comma] = ELEMENT.exec(header) ?? malformed(name);
    if (opaque !== undefined) tags.push({ weak: weak !== undefined, opaque });
    more = comma === ',';
  }
  return tags.length > 0 ? tags : malformed(name);
}

function malformed(name: string): never {
  const detail = `\`${name}\` is \`*\` or a list of quoted entity tags.`;
  throw new BadRequest(detail, 'MALFORMED_HEADER', [{ header: name, detail }]);
}

/** The tag of one representation of a record: equal only where both the record and what is shown of it are. */
export const entityTag = (version: string, hash: string): string => `${version}-${hash}`;

/** Strong comparison: weak tags match nothing. */
export const matches = (tags: EntityTags, opaque: string): boolean =>
  tags === '*' || tags.some((tag) => !tag.weak && tag.opaque === opaque);

/** Weak comparison: caches may have weakened a tag. */
export const matchesWeakly = (tags: EntityTags, opaque: string): boolean =>
  tags === '*' || tags.some((tag) => tag.opaque === opaque);

/** Whether one of the tags is of this version of a record, in whatever representation. */
export const matchesVersion = (tags: EntityTags, version: string): boolean =>
  tags === '*' || tags.some((tag) => !tag.weak && tag.opaque.startsWith(entityTag(version, '')));

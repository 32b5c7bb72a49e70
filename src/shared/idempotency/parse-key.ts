import { MalformedKey } from './errors.js';

const LONGEST = 255;
/** A string of RFC 9651 (3.3.3) without spaces. */
const QUOTED = /^"((?:[!#-[\]-~]|\\["\\])*)"$/;
/** What clients send that take the header for a plain value. */
const BARE = /^[!#-~]+$/;

/**
 * The key that a header holds (draft-ietf-httpapi-idempotency-key-header-07, 2.1): `"k"` and `k` are the same one.
 * Throws 400 where it is empty, longer than 255 characters or not visible ASCII.
 */
export function parseKey(header: string): string {
  const quoted = QUOTED.exec(header)?.[1]?.replace(/\\(.)/g, '$1');
  const key = quoted ?? BARE.exec(header)?.[0] ?? '';
  if (key === '' || key.length > LONGEST) throw new MalformedKey();
  return key;
}

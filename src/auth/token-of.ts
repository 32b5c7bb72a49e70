import type { IncomingMessage } from 'node:http';
import { BadRequest } from '../shared/errors/errors.js';

const BEARER = /^Bearer +([^\s,]+) *$/i;

/** As much of a request as tokens are found in: Node's own headers keep only the first of several `Authorization`. */
export type TokenBearing = Pick<IncomingMessage, 'rawHeaders'>;

/**
 * The token of a request: `Authorization: Bearer TOKEN` (RFC 6750) or `access-token: TOKEN`. Undefined where there is
 * none, empty where the header is there and holds none. Throws 400 where two different ones are sent.
 */
export function tokenOf({ rawHeaders }: TokenBearing): string | undefined {
  const sent = tokensIn(rawHeaders);
  if (sent.length < 2) return sent[0];
  const [token, ...others] = new Set(sent.filter((value) => value !== ''));
  if (others.length > 0) throw new BadRequest('The request carries two different tokens.', 'TWO_TOKENS');
  return token ?? '';
}

/** Names and values take turns. */
function tokensIn(rawHeaders: readonly string[]): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase();
    const value = rawHeaders[at + 1] ?? '';
    if (name === 'authorization') found.push(BEARER.exec(value)?.[1] ?? '');
    if (name === 'access-token') found.push(value);
  }
  return found;
}

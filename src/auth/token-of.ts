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
  const bearers = valuesOf(rawHeaders, 'authorization').map((value) => BEARER.exec(value)?.[1] ?? '');
  const own = valuesOf(rawHeaders, 'access-token').map((value) => value.trim());
  const [token, ...others] = new Set([...bearers, ...own].filter((value) => value !== ''));
  if (others.length > 0) throw new BadRequest('The request carries two different tokens.', 'TWO_TOKENS');
  return token ?? [...bearers, ...own][0];
}

/** Names and values take turns. */
const valuesOf = (rawHeaders: readonly string[], name: string): readonly string[] =>
  rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);

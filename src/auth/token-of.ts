import type { IncomingHttpHeaders } from 'node:http';
import { BadRequest } from '../shared/errors/errors.js';

const BEARER = /^Bearer +([^\s,]+) *$/i;

/**
 * The token of a request: `Authorization: Bearer TOKEN` (RFC 6750) or `access-token: TOKEN`. Undefined where there is
 * none, empty where the header is there and holds none. Throws 400 where two different ones are sent.
 */
export function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  const bearer = authorization === undefined ? undefined : (BEARER.exec(authorization)?.[1] ?? '');
  const own = headers['access-token'];
  const access = own === undefined ? undefined : String(own).trim();
  if (bearer && access && bearer !== access) {
    throw new BadRequest('The headers Authorization and access-token carry different tokens.', 'TWO_TOKENS');
  }
  return bearer || access || (bearer ?? access);
}

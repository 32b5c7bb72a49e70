import { createSecretKey, type KeyObject } from 'node:crypto';

export const ISSUER = 'kitroom';
export const AUDIENCE = 'kitroom-api';
export const ALGORITHM = 'HS256';

/** What a token says (RFC 7519): who, in which session, until when. Times are seconds since 1970. */
export interface Claims {
  readonly sub: string;
  readonly sid: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

/** The key is parsed once, not at each request. */
export const signingKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret));

/** The claims of a token whose signature was good, or null where one is missing or odd. */
export function readClaims(payload: Readonly<Record<string, unknown>>): Claims | null {
  const { sub, sid, jti, iat, exp } = payload;
  if (!isUuid(sub) || !isUuid(sid) || typeof jti !== 'string') return null;
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  return { sub, sid, jti, iat, exp };
}

import { createSecretKey, type KeyObject } from 'node:crypto';
import { isUuid } from '../shared/values/values.js';

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

const HEADER = Buffer.from(JSON.stringify({ alg: ALGORITHM, typ: 'JWT' })).toString('base64url');
/** An object whose first name begins with a letter, `{"i…`: a payload that is `null` throws in `jsonwebtoken`. */
const PAYLOAD_START = 'eyJ';
/** Ours have some 400 characters. */
const LONGEST = 4096;
/** The longest that `ACCESS_TOKEN_TTL` may be. */
const LONGEST_LIFE = 86_400;
/** Seconds by which the clock of the server that issued a token may be ahead of this one's. */
const CLOCK_DIFFERENCE = 60;

/** The key is parsed once, not at each request. */
export const signingKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret));

/**
 * Whether a token begins as all of ours do. Any other header asks for something: another algorithm, a key of its own
 * (`jwk`, `jku`, `x5u`, `kid`), an extension that must be understood (`crit`). None of it is even read.
 */
export const looksLikeOurs = (token: string): boolean =>
  token.length <= LONGEST && token.startsWith(`${HEADER}.${PAYLOAD_START}`);

/** The claims of a token whose signature was good, or null where one is missing or odd. */
export function readClaims(payload: Readonly<Record<string, unknown>>): Claims | null {
  const { sub, sid, jti, iat, exp, aud } = payload;
  if (!isUuid(sub) || !isUuid(sid) || typeof jti !== 'string' || jti === '') return null;
  // The audience may be a list (RFC 7519, 4.1.3); ours never is.
  if (aud !== AUDIENCE || !isTime(iat) || !isTime(exp)) return null;
  const isOdd = exp <= iat || exp - iat > LONGEST_LIFE || iat > Date.now() / 1000 + CLOCK_DIFFERENCE;
  return isOdd ? null : { sub, sid, jti, iat, exp };
}

const isTime = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

import { createHmac, type KeyObject, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AUDIENCE, ISSUER } from '../../src/auth/token.js';

/** Who sent a token, and in which session. */
export interface Bearer {
  readonly sub: string;
  readonly sid: string;
}

interface Payload extends Bearer {
  readonly iss: string;
  readonly aud: string;
  readonly exp: number;
}

/** The header that every token of HS256 has; another one is refused unread. */
const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

/** Checks signature, issuer, audience and expiry; null where one of them is wrong. */
export function readToken({ authorization = '' }: IncomingHttpHeaders, key: KeyObject): Bearer | null {
  const [header, payload = '', signature = ''] = authorization.slice('Bearer '.length).split('.');
  if (header !== HEADER) return null;
  const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Payload;
  const isGood = claims.iss === ISSUER && claims.aud === AUDIENCE && claims.exp * 1000 > Date.now();
  return isGood ? claims : null;
}

/** A token with the same claims as the server's. */
export function signToken({ sub, sid }: Bearer, seconds: number, key: KeyObject): string {
  const iat = Math.floor(Date.now() / 1000);
  const claims = { sub, sid, jti: randomUUID(), iat, exp: iat + seconds, aud: AUDIENCE, iss: ISSUER };
  const signed = `${HEADER}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

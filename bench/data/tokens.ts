import { JwtService } from '@nestjs/jwt';
import { createHash } from 'node:crypto';
import type { TokenOf } from '../load/wire.js';
import { ALGORITHM, AUDIENCE, ISSUER } from '../../src/auth/token.js';

/**
 * The tokens of the sessions that `loadData` stored, good for an hour. Signing one costs more than sending it: each is
 * made once.
 */
export function tokenMaker(secretKey: string): TokenOf {
  const jwt = new JwtService({
    secret: secretKey,
    signOptions: { algorithm: ALGORITHM, issuer: ISSUER, audience: AUDIENCE, expiresIn: 3600 },
  });
  const made = new Map<number, string>();
  const make = (member: number): string =>
    jwt.sign({ sub: uuidOf(`member ${member}`), sid: uuidOf(`session ${member}`), jti: `bench-${member}` });
  return (member) => {
    const token = made.get(member) ?? make(member);
    made.set(member, token);
    return token;
  };
}

/** As PostgreSQL's `md5(text)::uuid`. */
export const uuidOf = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

import { JwtService } from '@nestjs/jwt';
import { createHash } from 'node:crypto';
import { ALGORITHM, AUDIENCE, ISSUER } from '../../src/auth/token.js';

/** The admin who lends. */
export const LENDER = 0;

/** Makes tokens of the sessions that `loadData` stored, good for an hour. */
export function tokenMaker(secretKey: string): (member: number) => string {
  const jwt = new JwtService({
    secret: secretKey,
    signOptions: { algorithm: ALGORITHM, issuer: ISSUER, audience: AUDIENCE, expiresIn: 3600 },
  });
  return (member) =>
    jwt.sign({ sub: uuidOf(`member ${member}`), sid: uuidOf(`session ${member}`), jti: `bench-${member}` });
}

/** As PostgreSQL's `md5(text)::uuid`. */
export const uuidOf = (text: string): string =>
  createHash('md5')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

import { describe, expect, it } from '@jest/globals';
import {
  ALGORITHM,
  AUDIENCE,
  ISSUER,
  looksLikeOurs,
  readClaims,
  signingKey,
} from '../../../src/auth/token.js';
import { sign } from '../../support/tokens.js';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const NOW = Math.floor(Date.now() / 1000);
const good = { sub: ID, sid: ID.replace('0', '1'), jti: 'j', iat: NOW, exp: NOW + 60, aud: 'kitroom-api' };

it('the names of a token are what other programs know them by', () => {
  expect([ISSUER, AUDIENCE, ALGORITHM]).toEqual(['kitroom', 'kitroom-api', 'HS256']);
});

it('the key is the secret’s own bytes', () => {
  expect(signingKey('sécret').export()).toEqual(Buffer.from('sécret'));
});

describe('the claims of a token', () => {
  it('are what it says of user, session and times', () => {
    const { aud, ...claims } = good;
    expect(readClaims({ ...good, iss: ISSUER, more: 1 })).toEqual(claims);
    expect(aud).toBe(AUDIENCE);
  });

  it.each([
    { iat: 0, exp: 1 },
    { exp: NOW + 1 },
    { iat: NOW - 86_400, exp: NOW },
    { iat: NOW + 30, exp: NOW + 90 },
  ])('may have these times: %#', (times) => {
    expect(readClaims({ ...good, ...times })).not.toBeNull();
  });

  it.each([
    ...['sub', 'sid'].flatMap((name) => [
      { [name]: undefined },
      { [name]: null },
      { [name]: [ID] },
      { [name]: `${ID} ` },
      { [name]: ID.toUpperCase() },
    ]),
    ...[undefined, null, '', 7, ['j']].map((jti) => ({ jti })),
    ...[undefined, 'kitroom', ['kitroom-api'], ''].map((aud) => ({ aud })),
    ...[undefined, null, String(NOW), NOW + 0.5, -1, NaN, Infinity, 2 ** 53].map((iat) => ({ iat })),
    ...[undefined, null, String(NOW + 60), NOW + 60.5, Infinity].map((exp) => ({ exp })),
    { iat: -5, exp: -1 },
    { exp: NOW },
    { exp: NOW - 1 },
    { iat: NOW - 86_400, exp: NOW + 1 },
    { iat: NOW + 120, exp: NOW + 180 },
  ])('are none where one of them is odd: %#', (changes) => {
    expect(readClaims({ ...good, ...changes })).toBeNull();
  });
});

describe('what a token of ours begins with', () => {
  const ours = sign(good);

  it('is the header, and an object', () => {
    expect(looksLikeOurs(ours)).toBe(true);
  });

  it('is followed by 4096 characters in all at most', () => {
    expect(looksLikeOurs(ours.padEnd(4096, 'x'))).toBe(true);
    expect(looksLikeOurs(ours.padEnd(4097, 'x'))).toBe(false);
  });

  it.each([
    ['', ''],
    ['another header', sign(good, { header: { typ: 'JWT', alg: 'HS256' } })],
    ['another algorithm', sign(good, { header: { alg: 'HS512', typ: 'JWT' }, hash: 'sha512' })],
    ['something before it', ` ${ours}`],
    ['a payload that is null', ours.replace(/\.[^.]*\./, '.bnVsbA.')],
    ['no payload', ours.replace(/\..*/, '.')],
  ])('is not %s', (_, token) => {
    expect(looksLikeOurs(token)).toBe(false);
  });
});

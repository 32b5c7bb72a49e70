import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { SECRET_KEY } from './settings.js';
import { alter, claimsOf, sign } from './tokens.js';

/** What is wrong with a token, and the token. */
export type Forgery = readonly [what: string, token: string];

/** A good token, and one of somebody else. */
export interface Originals {
  readonly own: string;
  readonly other: string;
}

const encode = (text: string | Buffer): string => Buffer.from(text).toString('base64url');
const HEADER = JSON.stringify({ alg: 'HS256', typ: 'JWT' });

/** A token of these very texts, signed with our own key where nothing else is said. */
export function signTexts(header: string, payload: string, secret = SECRET_KEY, hash = 'sha256'): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
}

const payloadOf = (token: string): string => JSON.stringify(alter(token, {}));
const unsigned = (token: string): string => `${token.split('.').slice(0, 2).join('.')}.`;
export const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Other algorithms, none among them, and keys that the token itself brings along. */
export function forgedHeaders({ own }: Originals): readonly Forgery[] {
  const payload = payloadOf(own);
  const ours = (more: object, secret?: string): string =>
    signTexts(JSON.stringify({ alg: 'HS256', typ: 'JWT', ...more }), payload, secret);
  const nones = ['none', 'None', 'NONE', 'nOnE', '', null, undefined, ['HS256'], 0, 'hs256', 'HS256 ', 'HS1'];
  const text = (alg: string): string => `${encode(JSON.stringify({ alg, typ: 'JWT' }))}.${encode(payload)}`;
  const byKey = (alg: string, key: typeof rsa.privateKey, hash = 'sha256'): string =>
    `${text(alg)}.${encode(signWith(hash, Buffer.from(text(alg)), { key, dsaEncoding: 'ieee-p1363' }))}`;
  const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = { kty: 'oct', k: encode('attacker') };
  return [
    ...nones.flatMap((alg): Forgery[] => [
      [`alg ${JSON.stringify(alg)}, signed`, ours({ alg })],
      [`alg ${JSON.stringify(alg)}, unsigned`, unsigned(ours({ alg }))],
    ]),
    ...['RS256', 'ES256', 'PS256', 'EdDSA', 'HS384', 'HS512'].map((alg): Forgery => [
      `${alg} over an HS256 signature`,
      ours({ alg }),
    ]),
    ['HS384', signTexts(JSON.stringify({ alg: 'HS384', typ: 'JWT' }), payload, SECRET_KEY, 'sha384')],
    ['HS512', signTexts(JSON.stringify({ alg: 'HS512', typ: 'JWT' }), payload, SECRET_KEY, 'sha512')],
    ['RS256 by a key of its own', byKey('RS256', rsa.privateKey)],
    ['ES256 by a key of its own', byKey('ES256', ec.privateKey)],
    ['HS256 with another key', ours({}, 'x'.repeat(48))],
    ['HS256 with an empty key', ours({}, '')],
    ['HS256 with a zero byte for a key', ours({}, '\0')],
    ['HS256 with our key and a line end', ours({}, `${SECRET_KEY}\n`)],
    ['HS256 with a public key', ours({}, pem)],
    [
      'RS256 with a public key as HMAC',
      signTexts(JSON.stringify({ alg: 'RS256', typ: 'JWT' }), payload, pem),
    ],
    ['a kid that is a path, and no key', ours({ kid: '../../../../../../dev/null' }, '')],
    ['a kid that is SQL', ours({ kid: "x' UNION SELECT 'attacker' --" }, 'attacker')],
    ['a kid, and our key', ours({ kid: '1' })],
    ['a jku', ours({ jku: 'https://attacker.example/keys' }, 'attacker')],
    ['an x5u', ours({ x5u: 'https://attacker.example/cert' }, 'attacker')],
    ['an x5c', ours({ x5c: [encode('certificate')] }, 'attacker')],
    ['a jwk', ours({ jwk }, 'attacker')],
    ['a jwk of RSA', ours({ alg: 'RS256', jwk: rsa.publicKey.export({ format: 'jwk' }) }, pem)],
    ['a crit', ours({ crit: ['exp'], exp: 1 })],
    ['a crit of b64', ours({ crit: ['b64'], b64: false })],
    ['a zip', ours({ zip: 'DEF' })],
    ['another typ', ours({ typ: 'at+jwt' })],
    ['alg twice, none first', signTexts('{"alg":"none","alg":"HS256","typ":"JWT"}', payload)],
    ['alg twice, none last', signTexts('{"alg":"HS256","alg":"none","typ":"JWT"}', payload)],
    ['a header with blanks', signTexts('{ "alg": "HS256", "typ": "JWT" }', payload)],
    ['no object for a header', signTexts('"HS256"', payload)],
    ['a null for a header', signTexts('null', payload)],
    ['a header that is no JSON', signTexts('{alg:HS256}', payload)],
  ];
}

const ODD: readonly unknown[] = [undefined, null, true, '', [], {}, 'x', '1e9', -1, 1.5];

/** Claims that are missing, or of odd types, or those of others: all signed with our own key. */
export function forgedClaims({ own, other }: Originals): readonly Forgery[] {
  const claims = claimsOf(own);
  const with_ = (changes: Record<string, unknown>): string => sign(alter(own, changes));
  const isGood = (name: string, value: unknown): boolean => name === 'jti' && /^(x|1e9)$/.test(String(value));
  const odd = Object.keys(claims).flatMap((name) => {
    const values = [...ODD, [claims[name]], { [name]: claims[name] }, [[claims[name]]]];
    const strange = values.filter((value) => !isGood(name, value));
    return strange.map((value): Forgery => [`${name} ${JSON.stringify(value)}`, with_({ [name]: value })]);
  });
  const { sub, sid, iss, aud } = claims as Record<string, string>;
  const theirs = claimsOf(other);
  const numbers = ['1e400', '-1e400', '1e308', '9007199254740993', '0', '-1', '1e3', '99999999999'];
  return [
    ...odd,
    ...numbers.map((exp): Forgery => {
      const text = JSON.stringify(alter(own, { exp: 0 })).replace('"exp":0', `"exp":${exp}`);
      return [`exp ${exp}`, signTexts(HEADER, text)];
    }),
    ['numbers that are text', with_({ exp: String(claims['exp']), iat: String(claims['iat']) })],
    ['exp now', with_({ exp: inSeconds(0), iat: inSeconds(-60) })],
    ['exp a second ago', with_({ exp: inSeconds(-1), iat: inSeconds(-60) })],
    ['exp before iat', with_({ exp: inSeconds(30), iat: inSeconds(40) })],
    ['a life of more than a day', with_({ exp: inSeconds(86_402), iat: inSeconds(0) })],
    ['iat in the far future', with_({ iat: inSeconds(120), exp: inSeconds(900) })],
    ['nbf in the future', with_({ nbf: inSeconds(30) })],
    ['nbf that is text', with_({ nbf: String(inSeconds(-30)) })],
    ['the sub of another, the own sid', with_({ sub: theirs['sub'] })],
    ['the sid of another, the own sub', with_({ sid: theirs['sid'] })],
    ['sub and sid changed over', with_({ sub: sid, sid: sub })],
    ['sub in upper case', with_({ sub: sub?.toUpperCase().replace(/^./, 'A') })],
    ['sid in upper case', with_({ sid: sid?.toUpperCase().replace(/^./, 'A') })],
    ['sid in braces', with_({ sid: `{${sid}}` })],
    ['sid without hyphens', with_({ sid: sid?.replaceAll('-', '') })],
    ['sid with a blank', with_({ sid: `${sid} ` })],
    ['sid with NUL', with_({ sid: `${sid}\0` })],
    ['sid that is SQL', with_({ sid: "' OR true --" })],
    ['sub by name', with_({ sub: 'admin' })],
    ['our iss in a list of two', with_({ iss: [iss, 'somebody'] })],
    ['our aud in a list of two', with_({ aud: [aud, 'somebody'] })],
    ['iss in upper case', with_({ iss: iss?.toUpperCase() })],
    ['aud with a slash', with_({ aud: `${aud}/` })],
    ['a sub that is twice there, another’s last', twice(own, 'sub', String(theirs['sub']))],
    ['claims in __proto__', signTexts(HEADER, `{"__proto__":${payloadOf(own)}}`)],
    ['claims in an object', signTexts(HEADER, `{"claims":${payloadOf(own)}}`)],
    ...['null', '"x"', '[]', '1', '', '{', `[${payloadOf(own)}]`, `${payloadOf(own)}x`, '\ufeff{}'].map(
      (payload): Forgery => [`the payload ${payload.slice(0, 20)}`, signTexts(HEADER, payload)],
    ),
  ];
}

/** A claim that the payload has twice, this value last: that is the one which counts (RFC 7519, 4). */
export const twice = (token: string, name: string, last: string): string =>
  signTexts(HEADER, payloadOf(token).replace(/}$/, `,${JSON.stringify(name)}:${JSON.stringify(last)}}`));

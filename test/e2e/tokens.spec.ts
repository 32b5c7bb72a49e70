import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusalIn } from '../support/answers.js';
import { brokenTokens } from '../support/broken-tokens.js';
import type { Json } from '../support/client.js';
import { Club, type Member } from '../support/club.js';
import {
  forgedClaims,
  forgedHeaders,
  type Forgery,
  inSeconds,
  type Originals,
  twice,
} from '../support/forgeries.js';
import { sendRaw } from '../support/raw-http.js';
import { alter, claimsOf, sign } from '../support/tokens.js';

/** Milliseconds for all refusals of a table: some hundred, each in no time. */
const PATIENCE = 20_000;

let club: Club;
let ann: Member;
let originals: Originals;
beforeAll(async () => {
  club = await Club.open();
  ann = await club.join('Ann');
  originals = { own: ann.token ?? '', other: club.admin.token ?? '' };
});
afterAll(() => club.close());

const CARRIERS = [
  ['jsonApi', (token: string) => ({ Authorization: `Bearer ${token}` })],
  ['plain', (token: string) => ({ 'access-token': token })],
] as const;

/** What would be there if one of them were taken for good: Ann deletes herself. */
const attempts = (token: string) =>
  CARRIERS.map(async ([format, headersOf]) => {
    const answer = await club.nobody[format].delete('/users/Ann', { headers: headersOf(token) });
    const { status, code, headers } = refusalIn(answer);
    const type = headers.get('content-type')?.split(';')[0];
    return { status, code, challenge: headers.get('www-authenticate'), type };
  });

const REFUSED = { status: 401, code: 'TOKEN_INVALID', challenge: 'Bearer' };
const EXPECTED = [
  { ...REFUSED, type: 'application/vnd.api+json' },
  { ...REFUSED, type: 'application/json' },
];

describe.each([
  ['of other kinds and keys', forgedHeaders],
  ['of other claims', forgedClaims],
  ['that are broken', brokenTokens],
] as [string, (originals: Originals) => readonly Forgery[]][])('tokens %s', (_, forge) => {
  it('are 401 in both headers, change nothing, and cost next to nothing', async () => {
    const forgeries = forge(originals);
    expect(forgeries.length).toBeGreaterThan(30);
    const before = await club.everything();
    const began = performance.now();
    const found: Record<string, Json> = {};
    for (const [what, token] of forgeries) found[what] = await Promise.all(attempts(token));
    expect(performance.now() - began).toBeLessThan(PATIENCE);
    expect(found).toEqual(Object.fromEntries(forgeries.map(([what]) => [what, EXPECTED])));
    expect(await club.everything()).toEqual(before);
  }, 60_000);
});

describe('a token', () => {
  const statusOf = async (token: string): Promise<number> =>
    (await club.bearer('', token).plain.get('/me')).status;
  const changed = (changes: Record<string, unknown>): string => sign(alter(originals.own, changes));

  it.each([
    ['that is signed anew', () => changed({})],
    ['that ends soon', () => changed({ exp: inSeconds(10) })],
    ['that is good from now on', () => changed({ nbf: inSeconds(0) })],
    ['that lives for a day', () => changed({ iat: inSeconds(-10), exp: inSeconds(86_390) })],
    ['of a server whose clock is a little ahead', () => changed({ iat: inSeconds(30) })],
    ['that says more', () => changed({ more: { than: 'we' } })],
    [
      'that says twice who it is of',
      () => twice(changed({ sub: subOf(originals.other) }), 'sub', subOf(originals.own)),
    ],
  ])('%s is good, so the forgeries fail for their own reasons', async (_, make) => {
    expect(await statusOf(make())).toBe(200);
  });

  const subOf = (token: string): string => String(claimsOf(token)['sub']);

  it.each(['access-token: \t TOKEN \t', 'Authorization:  Bearer   TOKEN  ', 'AUTHORIZATION:bearer TOKEN'])(
    'is good in the header %j',
    async (header) => {
      const { status } = await ask(header.replace('TOKEN', originals.own));
      expect(status).toBe(200);
    },
  );

  it.each([
    ['NUL', 400, '\0'],
    ['a letter beyond Latin-1', 401, 'ż'],
    ['half of a pair', 401, '\ud800'],
    ['a mark of byte order', 401, '\ufeff'],
  ])('with %s after it is %i', async (_, expected, more) => {
    const before = await club.everything();
    for (const header of ['access-token: ', 'Authorization: Bearer ']) {
      const { status } = await ask(`${header}${originals.own}${more}`);
      expect(status).toBe(expected);
    }
    expect(await club.everything()).toEqual(before);
  });

  const ask = (header: string) => {
    const port = Number(new URL(club.url).port);
    return sendRaw(
      port,
      `GET /me HTTP/1.1\r\nHost: localhost\r\n${header}\r\nConnection: close\r\n\r\n`,
      5000,
    );
  };
});

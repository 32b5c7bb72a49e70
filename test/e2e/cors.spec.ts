import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Club, PASSWORD } from '../support/club.js';
import { received, startFakeShop } from '../support/fake-shop.js';

const ORIGIN = 'https://club.example';
const OTHER = 'http://localhost:3000';
const READ = 'access-control-allow-origin';
const VARY = 'Accept, Authorization, access-token';

let open: Awaited<ReturnType<typeof startFakeShop>>;
let shut: Awaited<ReturnType<typeof startFakeShop>>;
beforeAll(async () => {
  open = await startFakeShop([ORIGIN, OTHER]);
  shut = await startFakeShop();
});
afterAll(async () => {
  await open.app.close();
  await shut.app.close();
});
beforeEach(() => {
  received.length = 0;
});

const namesIn = (header: string | null): string[] =>
  (header ?? '').split(', ').map((name) => name.toLowerCase());

/** What a browser asks before it sends something out of the ordinary. */
const preflight = (url: string, origin: string, method = 'PATCH', headers = 'authorization,content-type') =>
  fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': headers,
    },
  });

/** Origins that look like a listed one. */
const LOOK_ALIKES = [
  'null',
  'https://evil.example',
  'https://club.example.evil.example',
  'https://evilclub.example',
  'https://sub.club.example',
  'https://club.example:8443',
  'https://club.example:443',
  'https://club.example/',
  'https://club.example.',
  'http://club.example',
  'HTTPS://club.example',
  'https://Club.example',
  'https://club.example, https://evil.example',
  'https://club.example https://evil.example',
  'https://user@club.example',
  'http://localhost',
  'http://localhost:30000',
  'file://',
  '*',
];

describe('without CORS_ORIGINS', () => {
  it('no page of another origin may read or send anything', async () => {
    const answer = await fetch(`${shut.url}/gadgets/cog`, { headers: { origin: ORIGIN } });
    expect([answer.status, answer.headers.get('vary')]).toEqual([200, VARY]);
    const asked = await preflight(`${shut.url}/gadgets/cog`, ORIGIN);
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH, DELETE']);
    for (const { headers } of [answer, asked]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});

describe('a page of a listed origin', () => {
  it.each([ORIGIN, OTHER])('of %s may read answers and the headers that say more', async (origin) => {
    const { headers } = await fetch(`${open.url}/gadgets`, { headers: { origin } });
    expect(headers.get(READ)).toBe(origin);
    expect(headers.get('vary')).toBe(`Origin, ${VARY}`);
    expect(namesIn(headers.get('access-control-expose-headers'))).toEqual(
      expect.arrayContaining([
        ...['link', 'x-total-count', 'etag', 'location', 'x-request-id', 'retry-after', 'ratelimit'],
      ]),
    );
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])('may send %s', async (method) => {
    const asked = await preflight(`${open.url}/gadgets/cog`, ORIGIN, method);
    expect([asked.status, asked.headers.get(READ), await asked.text()]).toEqual([204, ORIGIN, '']);
    expect(namesIn(asked.headers.get('access-control-allow-methods'))).toContain(method.toLowerCase());
    expect(asked.headers.get('access-control-max-age')).toBe('600');
    expect(asked.headers.get('vary')).toBe(`Origin, ${VARY}`);
    expect(asked.headers.get('x-content-type-options')).toBe('nosniff');
    expect(received).toEqual([]);
  });

  it.each([
    ...['authorization', 'access-token', 'content-type', 'accept', 'if-match', 'if-none-match'],
    ...['idempotency-key', 'traceparent'],
  ])('may send the header %s', async (name) => {
    const { headers } = await preflight(`${open.url}/gadgets`, ORIGIN, 'POST', name);
    expect(namesIn(headers.get('access-control-allow-headers'))).toContain(name);
  });

  it.each(['cookie', 'x-forwarded-for', 'transfer-encoding'])('may not send the header %s', async (name) => {
    const { headers } = await preflight(`${open.url}/gadgets`, ORIGIN, 'POST', name);
    expect(namesIn(headers.get('access-control-allow-headers'))).not.toContain(name);
    expect(headers.get('access-control-allow-headers')).not.toContain('*');
  });

  it('asks about any path, and then reads that there is nothing', async () => {
    const asked = await preflight(`${open.url}/nothing`, ORIGIN);
    expect([asked.status, asked.headers.get(READ)]).toEqual([204, ORIGIN]);
    const { status, headers } = await fetch(`${open.url}/nothing`, { headers: { origin: ORIGIN } });
    expect([status, headers.get(READ)]).toEqual([404, ORIGIN]);
  });

  it('that asks with OPTIONS for something else is told what there is', async () => {
    const { status, headers } = await fetch(`${open.url}/gadgets`, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN },
    });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  });

  it.each<readonly [number, string, RequestInit]>([
    [400, '/gadgets?x=1', {}],
    [400, '/gadgets/%ZZ', {}],
    [404, '/gadgets/gone', {}],
    [405, '/gadgets', { method: 'PUT' }],
    [406, '/gadgets', { headers: { accept: 'text/html' } }],
    [413, '/gadgets', { method: 'POST', body: 'x'.repeat(2 ** 20 + 1) }],
    [414, `/gadgets/${'a'.repeat(101)}`, {}],
    [415, '/gadgets', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }],
    [500, '/gadgets/broken', {}],
  ])('may read that it is refused: %i', async (status, path, { headers, ...init }) => {
    const answer = await fetch(open.url + path, { ...init, headers: { origin: ORIGIN, ...headers } });
    expect([answer.status, answer.headers.get(READ)]).toEqual([status, ORIGIN]);
  });
});

describe('a page of another origin', () => {
  it.each(LOOK_ALIKES)('such as %s may neither read nor send', async (origin) => {
    const answer = await fetch(`${open.url}/gadgets/cog`, { headers: { origin } });
    expect([answer.status, answer.headers.get('vary')]).toEqual([200, `Origin, ${VARY}`]);
    const asked = await preflight(`${open.url}/gadgets/cog`, origin, 'DELETE');
    for (const { headers } of [answer, asked]) {
      expect([...headers.keys()].filter((name) => /^access-control-(?!max-age)/.test(name))).toEqual([]);
    }
    expect(received).toEqual([]);
  });
});

describe('a club with CORS_ORIGINS', () => {
  it('lets a listed page log in, and read that it may not', async () => {
    const club = await Club.open({ CORS_ORIGINS: ORIGIN });
    try {
      const from = { headers: { origin: ORIGIN } };
      const login = (password: string) =>
        club.nobody.plain.post('/login', { username: 'admin', password }, from);
      const answers = [
        await club.admin.plain.get('/users/admin', from),
        await club.nobody.plain.get('/users/admin', from),
        await login('wrong'),
        await club.admin.plain.post('/users', { username: '!', password: PASSWORD }, from),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 401, 401, 422]);
      for (const { headers } of answers) expect(headers.get(READ)).toBe(ORIGIN);
    } finally {
      await club.close();
    }
  });
});

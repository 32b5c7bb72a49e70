import { afterEach, describe, expect, it } from '@jest/globals';
import { refused } from '../support/answers.js';
import { Club, PASSWORD } from '../support/club.js';
import { SecondServer } from '../support/second-server.js';
import { ADMIN_PASSWORD } from '../support/settings.js';

let club: Club;
afterEach(() => club.close());

const login = (username: string, password: string) =>
  club.nobody.plain.post('/login', { username, password });
const statuses = async (count: number, ask: (at: number) => Promise<{ status: number }>) => {
  const found: number[] = [];
  for (let at = 0; at < count; at += 1) found.push((await ask(at)).status);
  return found;
};

describe('LOGIN_LIMIT', () => {
  it('answers 429 with Retry-After, to the right password too, and spares other accounts', async () => {
    club = await Club.open({ LOGIN_LIMIT: '3/60' });
    await club.join('bob');
    await club.join('ann');
    expect(await statuses(4, () => login('bob', 'wrong password'))).toEqual([401, 401, 401, 429]);
    for (const [name, password] of [
      ['bob', PASSWORD],
      ['BOB', PASSWORD],
      ['bob', 'wrong password'],
    ] as const) {
      const refusal = await refused(club, () => login(name, password));
      expect(refusal).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
      expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(refusal.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
    expect(await login('ann', PASSWORD)).toMatchObject({ status: 200 });
  });

  it('does not count logins that succeed', async () => {
    club = await Club.open({ LOGIN_LIMIT: '2/60' });
    await club.join('bob');
    expect(await statuses(5, () => login('bob', PASSWORD))).toEqual([200, 200, 200, 200, 200]);
  });

  it('holds against guesses at the same moment', async () => {
    club = await Club.open({ LOGIN_LIMIT: '5/60' });
    await club.join('bob');
    const guesses = Array.from({ length: 40 }, (_, at) => login('bob', at === 39 ? PASSWORD : `wrong ${at}`));
    const found = (await Promise.all(guesses)).map(({ status }) => status);
    expect(found.filter((status) => status === 401)).toHaveLength(5);
    expect(found.filter((status) => status === 429).length).toBeGreaterThanOrEqual(34);
  });

  it('limits an address that tries ten times as many accounts', async () => {
    club = await Club.open({ LOGIN_LIMIT: '1/60' });
    await club.join('bob');
    const found = await statuses(11, (at) => login(`nobody${at}`, 'wrong password'));
    expect(found).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect(await login('bob', PASSWORD)).toMatchObject({ status: 429 });
  });

  it.each(['', '\0', '@', '@127.0.0.1', 'x'.repeat(900), '\ud800'])(
    'counts the name %j like any other',
    async (name) => {
      club = await Club.open({ LOGIN_LIMIT: '2/60' });
      expect(await statuses(3, () => login(name, 'wrong password'))).toEqual([401, 401, 429]);
      expect(await login('bob', 'wrong password')).toMatchObject({ status: 401 });
    },
  );

  it('ends with its window', async () => {
    club = await Club.open({ LOGIN_LIMIT: '1/1' });
    await club.join('bob');
    expect(await statuses(2, () => login('bob', 'wrong password'))).toEqual([401, 429]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await login('bob', PASSWORD)).toMatchObject({ status: 200 });
  });

  it('tells in RateLimit fields what is left, whether or not there is such a user', async () => {
    club = await Club.open({ LOGIN_LIMIT: '3/60' });
    await club.join('bob');
    for (const name of ['bob', 'nobody-of-this-name']) {
      const told: string[] = [];
      for (let at = 0; at < 4; at += 1) {
        const { status, headers } = await login(name, 'wrong password');
        expect(headers.get('ratelimit-policy')).toBe('"login";q=3;w=60');
        const [, left, wait] = /^"login";r=(\d);t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? [];
        expect(Number(wait)).toBeGreaterThan(30);
        expect(headers.get('retry-after')).toBe(status === 429 ? wait : null);
        told.push(`${status} ${left}`);
      }
      expect(told).toEqual(['401 2', '401 1', '401 0', '429 0']);
    }
    expect((await login('admin', ADMIN_PASSWORD)).headers.get('ratelimit')).toBeNull();
  });

  it('says which limit is spent', async () => {
    club = await Club.open({ LOGIN_LIMIT: '1/60' });
    await statuses(10, (at) => login(`nobody${at}`, 'wrong password'));
    const { headers } = await login('somebody', 'wrong password');
    expect(headers.get('ratelimit-policy')).toBe('"login-address";q=10;w=60');
    expect(headers.get('ratelimit')).toMatch(/^"login-address";r=0;t=\d+$/);
  });

  it('can be switched off', async () => {
    club = await Club.open({ LOGIN_LIMIT: 'off' });
    const found = await statuses(15, () => login('admin', 'wrong password'));
    expect(new Set(found)).toEqual(new Set([401]));
  });
});

describe('an address', () => {
  const from = (headers: Readonly<Record<string, string>>) => async () =>
    (await club.nobody.plain.post('/login', { username: 'bob', password: 'wrong password' }, { headers }))
      .status;
  const through = (addresses: string) => from({ 'X-Forwarded-For': addresses });

  it.each(['', '10.0.0.0/8,192.0.2.1'])(
    'is not what the client says (TRUST_PROXY=%s)',
    async (TRUST_PROXY) => {
      club = await Club.open({ LOGIN_LIMIT: '2/60', TRUST_PROXY });
      const asks = [1, 2, 3].map((at) => {
        const spoofed = `198.51.100.${at}`;
        return from({ 'X-Forwarded-For': spoofed, Forwarded: `for=${spoofed}`, 'X-Real-IP': spoofed });
      });
      expect(await statuses(3, async (at) => ({ status: (await asks[at]?.()) ?? 0 }))).toEqual([
        401, 401, 429,
      ]);
    },
  );

  it.each([
    [
      'the last one before the proxy',
      ['1.1.1.1, 198.51.100.7', '2.2.2.2, 198.51.100.7', '198.51.100.7'],
      429,
    ],
    [
      'the last one before all proxies',
      ['198.51.100.7, 10.1.1.1', '198.51.100.7', '198.51.100.7, 10.2.2.2'],
      429,
    ],
    ['another one', ['198.51.100.7', '198.51.100.7', '198.51.100.8'], 401],
    ['one network of IPv6', ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:0DB8:1:2:a:b:c:d'], 429],
    ['another network of IPv6', ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:3::1'], 401],
    ['IPv4 in other words', ['192.0.2.1', '::ffff:192.0.2.1', '::FFFF:C000:201'], 429],
    ['IPv4 with a port', ['192.0.2.1:1', '192.0.2.1:2', '192.0.2.1:3'], 429],
    ['no address', ['unknown', 'unknown', 'unknown'], 429],
  ])('is, behind a proxy that is trusted, %s', async (_, sent, third) => {
    club = await Club.open({ LOGIN_LIMIT: '2/60', TRUST_PROXY: '127.0.0.1,10.0.0.0/8' });
    const asks = sent.map(through);
    const found = await statuses(3, async (at) => ({ status: (await asks[at]?.()) ?? 0 }));
    expect(found).toEqual([401, 401, third]);
  });

  it('is counted together by all servers', async () => {
    club = await Club.open({ LOGIN_LIMIT: '2/60', TRUST_PROXY: '127.0.0.1' });
    const second = await SecondServer.open(club, { LOGIN_LIMIT: '2/60', TRUST_PROXY: '127.0.0.1' });
    const other = second.as(club.nobody);
    const body = { username: 'bob', password: 'wrong password' };
    const options = { headers: { 'X-Forwarded-For': '2001:db8::5' } };
    const lefts: (string | null)[] = [];
    for (const client of [club.nobody.plain, other.plain, club.nobody.plain]) {
      const { headers } = await client.post('/login', body, options);
      lefts.push(headers.get('ratelimit')?.replace(/;t=.*/, '') ?? null);
    }
    expect(lefts).toEqual(['"login";r=1', '"login";r=0', '"login";r=0']);
    await second.close();
  });

  it('is told to the user of a session in its usual form', async () => {
    club = await Club.open({ TRUST_PROXY: '127.0.0.1' });
    const told: Record<string, unknown> = {};
    for (const sent of [
      '203.0.113.9',
      '::ffff:203.0.113.9',
      '2001:DB8:0:0::0:1',
      'x'.repeat(99),
      'unknown',
    ]) {
      const headers = { 'X-Forwarded-For': sent };
      const credentials = { username: 'admin', password: ADMIN_PASSWORD };
      const { body } = await club.nobody.plain.post('/login', credentials, { headers });
      const caller = club.bearer('admin', String(body.auth_token));
      const { body: list } = await caller.plain.get('/sessions?filter[current]=true');
      told[sent] = list.sessions[0].address;
    }
    expect(Object.values(told)).toEqual([
      '203.0.113.9',
      '203.0.113.9',
      '2001:db8::1',
      'x'.repeat(45),
      'unknown',
    ]);
  });
});

describe('REGISTER_LIMIT', () => {
  const register = (username: string) => club.nobody.plain.post('/users', { username, password: PASSWORD });

  it('limits attempts of strangers, good or bad, and not of members', async () => {
    club = await Club.open({ REGISTER_LIMIT: '3/60' });
    expect(await statuses(3, (at) => register(at === 1 ? 'a b' : `new${at}`))).toEqual([201, 422, 201]);
    const refusal = await refused(club, () => register('new3'));
    expect(refusal).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0);
    const bad = await refused(club, () => register('a b'));
    expect(bad.status).toBe(429);
    expect(refusal.headers.get('ratelimit-policy')).toBe('"registration";q=3;w=60');
    expect(refusal.headers.get('ratelimit')).toMatch(/^"registration";r=0;t=\d+$/);
    const member = await club.join('bob');
    const body = { username: 'friend', password: PASSWORD };
    expect(await member.plain.post('/users', body)).toMatchObject({ status: 201 });
  });

  it('tells in RateLimit fields what is left, of good attempts and bad ones', async () => {
    club = await Club.open({ REGISTER_LIMIT: '3/60' });
    const answers = [await register('new1'), await register('new1'), await register('a b')];
    expect(answers.map(({ status }) => status)).toEqual([201, 409, 422]);
    const lefts = answers.map(({ headers }) => headers.get('ratelimit')?.replace(/;t=.*/, ''));
    expect(lefts).toEqual(['"registration";r=2', '"registration";r=1', '"registration";r=0']);
    const member = await club.join('bob');
    const free = await member.plain.post('/users', { username: 'friend', password: PASSWORD });
    expect(free.headers.get('ratelimit')).toBeNull();
  });

  it('holds against strangers at the same moment', async () => {
    club = await Club.open({ REGISTER_LIMIT: '5/60' });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => register(`new${at}`)));
    const found = answers.map(({ status }) => status).sort();
    expect(found).toEqual([
      ...Array.from({ length: 5 }, () => 201),
      ...Array.from({ length: 15 }, () => 429),
    ]);
  });

  it('can be switched off', async () => {
    club = await Club.open({ REGISTER_LIMIT: 'off' });
    expect(new Set(await statuses(12, (at) => register(`new${at}`)))).toEqual(new Set([201]));
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { refused } from '../support/answers.js';
import { Club, PASSWORD } from '../support/club.js';

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

  it('can be switched off', async () => {
    club = await Club.open({ LOGIN_LIMIT: 'off' });
    const found = await statuses(15, () => login('admin', 'wrong password'));
    expect(new Set(found)).toEqual(new Set([401]));
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
    const member = await club.join('bob');
    const body = { username: 'friend', password: PASSWORD };
    expect(await member.plain.post('/users', body)).toMatchObject({ status: 201 });
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

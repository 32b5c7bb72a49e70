import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Kitroom, type Session } from '../../../clients/typescript/src/index.js';
import { type FakeAnswer, fakeFetch } from '../../support/fake-fetch.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const token = (auth_token: string, expires_in = 900): FakeAnswer => ({ body: { auth_token, expires_in } });
const me: FakeAnswer = { body: { user: { id: 'ann' } } };
const refused: FakeAnswer = { status: 401, body: { error: 'No.', code: 'UNAUTHORIZED' } };

/** A client and what its server was sent, with all that was told of its session. */
function client(session: Session | null, ...answers: readonly FakeAnswer[]) {
  const { fetch, sent } = fakeFetch(...answers);
  const told: (string | null)[] = [];
  const kitroom = new Kitroom({
    baseUrl: 'https://kit.club.example/base/',
    session,
    fetch,
    onSession: (changed) => told.push(changed?.token ?? null),
  });
  const requests = () => sent.map(({ path, headers }) => `${path} ${headers.get('Authorization') ?? '-'}`);
  return { kitroom, told, requests };
}

const fresh = (): Session => ({ token: 'old', renewAt: NOW + 600_000, expiresAt: NOW + 900_000 });

describe('a session', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: NOW, doNotFake: ['setTimeout', 'queueMicrotask', 'nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('begins with a login, and knows when its token ends', async () => {
    const { kitroom, told, requests } = client(null, token('one'), me);
    await kitroom.login('ann', 'secret');
    expect(kitroom.session).toEqual({ token: 'one', renewAt: NOW + 600_000, expiresAt: NOW + 900_000 });
    await kitroom.me();
    expect(told).toEqual(['one']);
    expect(requests()).toEqual(['/base/login -', '/base/me Bearer one']);
  });

  it('is renewed when it is due, once for all requests', async () => {
    const { kitroom, told, requests } = client(fresh(), me, token('new'), me);
    await kitroom.me();
    jest.setSystemTime(NOW + 600_000);
    await Promise.all([kitroom.me(), kitroom.me()]);
    expect(requests()).toEqual([
      '/base/me Bearer old',
      '/base/refresh Bearer old',
      '/base/me Bearer new',
      '/base/me Bearer new',
    ]);
    expect(told).toEqual(['new']);
  });

  it('goes on with a token that lives, where renewing fails', async () => {
    const { kitroom, requests } = client({ ...fresh(), renewAt: 0 }, { lost: true }, me);
    await kitroom.me();
    expect(requests()).toEqual(['/base/refresh Bearer old', '/base/me Bearer old']);
  });

  it('ends where its token is over', async () => {
    const { kitroom, told, requests } = client({ ...fresh(), expiresAt: NOW }, refused);
    await expect(kitroom.me()).rejects.toMatchObject({ status: 401 });
    expect(requests()).toEqual(['/base/me -']);
    expect(told).toEqual([null]);
  });

  it('ends where the server refuses the token', async () => {
    const { kitroom, told } = client(fresh(), refused);
    await expect(kitroom.me()).rejects.toMatchObject({ status: 401 });
    expect(kitroom.session).toBeNull();
    expect(told).toEqual([null]);
  });

  it('ends where it cannot be renewed, whoever asks', async () => {
    const { kitroom, told } = client(fresh(), refused);
    await expect(kitroom.renew()).rejects.toMatchObject({ status: 401 });
    expect(told).toEqual([null]);
  });

  it('stays where something else is refused', async () => {
    const { kitroom, told } = client(fresh(), {
      status: 403,
      body: { error: 'No.', code: 'NOT_AUTHORIZED' },
    });
    await expect(kitroom.me()).rejects.toMatchObject({ status: 403 });
    expect(kitroom.session?.token).toBe('old');
    expect(told).toEqual([]);
  });

  it.each([
    ['an open session', { body: { message: 'Logged out successfully' } }],
    ['one that had ended', refused],
  ])('is over after a logout of %s', async (_, answer) => {
    const { kitroom, told, requests } = client(fresh(), answer);
    await kitroom.logout();
    expect(requests()).toEqual(['/base/logout Bearer old']);
    expect(told).toEqual([null]);
  });

  it('is not brought back by a renewal that a logout overtakes', async () => {
    const { kitroom } = client(fresh(), token('new'), { body: {} });
    await Promise.all([kitroom.renew(), kitroom.logout()]);
    expect(kitroom.session).toBeNull();
  });
});

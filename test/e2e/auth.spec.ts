import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refused } from '../support/answers.js';
import { FORMATS, fresh } from '../support/bodies.js';
import { Club, type Member, PASSWORD } from '../support/club.js';
import { sendRaw } from '../support/raw-http.js';
import { ADMIN_PASSWORD } from '../support/settings.js';
import { alter, claimsOf, sign } from '../support/tokens.js';

let club: Club;
let ann: Member;
beforeAll(async () => {
  club = await Club.open();
  ann = await club.join('Ann');
});
afterAll(() => club.close());

const bearing = (token: string): Member => club.bearer('', token);
const statusFor = async (token: string) => (await bearing(token).plain.get('/me')).status;

describe('login', () => {
  it.each(FORMATS)('answers a token in plain JSON, whatever is accepted (%s)', async (format) => {
    const { status, body, headers } = await club.nobody[format].post('/login', {
      username: 'Ann',
      password: PASSWORD,
    });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        auth_token: expect.any(String),
        status: 'success',
        message: 'User successfully logged in.',
        token_type: 'Bearer',
        expires_in: 900,
      },
    });
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await statusFor(body.auth_token)).toBe(200);
  });

  it.each([
    ['/login', 'username'],
    ['/login', 'user_id'],
    ['/user/login', 'username'],
    ['/user/login', 'user_id'],
  ])('POST %s takes the name as %s, in any case', async (path, field) => {
    const body = { [field]: 'aNN', password: PASSWORD };
    expect(await club.nobody.plain.post(path, body)).toMatchObject({ status: 200 });
  });

  it('is told the same bytes for a wrong name, a wrong password and an inactive user', async () => {
    await club.join('asleep');
    await club.admin.plain.patch('/users/asleep', { active: false });
    const bodies = await Promise.all(
      [
        { username: 'Ann', password: 'wrong password' },
        { username: 'nobody-of-this-name', password: PASSWORD },
        { username: 'asleep', password: PASSWORD },
        { username: 'a\0nn', password: PASSWORD },
        { username: '\ud800', password: PASSWORD },
        { username: "' OR 1=1 --", password: PASSWORD },
        { username: '', password: '' },
      ].map((body) => club.nobody.plain.post('/login', body)),
    );
    for (const { status, body, headers } of bodies) {
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toBe('Bearer');
      expect(JSON.stringify(body)).toBe(JSON.stringify(bodies[0]?.body));
    }
    expect(bodies[0]?.body).toEqual({
      error: 'Wrong username or password.',
      code: 'WRONG_LOGIN',
      status: 'fail',
    });
  });

  it('does the same work where there is no such user', async () => {
    const median = async (username: string) => {
      const times: number[] = [];
      for (let round = 0; round < 15; round += 1) {
        const start = performance.now();
        await club.nobody.plain.post('/login', { username, password: 'wrong password' });
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[7] ?? 0;
    };
    const ratio = (await median('Ann')) / (await median('nobody-of-this-name'));
    expect(ratio).toBeGreaterThan(0.4);
    expect(ratio).toBeLessThan(2.5);
  });

  it.each([
    [{}, ['password', 'user_id', 'username']],
    [{ username: 'Ann' }, ['password']],
    [{ password: PASSWORD }, ['user_id', 'username']],
    [{ username: 1, password: null }, ['password', 'username']],
    [{ username: 'Ann', password: PASSWORD, admin: true }, ['admin']],
  ])('of %j is 422 and names every fault', async (body, places) => {
    const refusal = await refused(club, () => club.nobody.jsonApi.post('/login', body));
    expect(refusal).toMatchObject({ status: 422, code: 'INVALID' });
    expect([...refusal.places].sort()).toEqual(places);
  });

  it.each([['[]'], ['"text"'], ['null'], ['{'], [''], ['{"username":"Ann"'], ['\u0000']])(
    'of the bytes %j is 400',
    async (raw) => {
      const options = { raw, headers: { 'Content-Type': 'application/json' } };
      const refusal = await refused(club, () => club.nobody.plain.post('/login', undefined, options));
      expect(refusal.status).toBe(400);
    },
  );

  it('does not look at a token that is sent along', async () => {
    const headers = { Authorization: 'Bearer rubbish', 'access-token': 'other rubbish' };
    const answer = await club.nobody.plain.post(
      '/login',
      { username: 'Ann', password: PASSWORD },
      { headers },
    );
    expect(answer.status).toBe(200);
  });
});

describe('a token', () => {
  it('names user, session, issuer, audience and times', () => {
    expect(claimsOf(ann.token ?? '')).toEqual({
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sid: expect.stringMatching(/^[0-9a-f-]{36}$/),
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: expect.any(Number),
      exp: expect.any(Number),
      iss: expect.any(String),
      aud: expect.any(String),
    });
  });

  it.each([
    ['signed with another secret', (t: string) => sign(alter(t, {}), { secret: 'x'.repeat(48) })],
    [
      'signed with another hash',
      (t: string) => sign(alter(t, {}), { header: { alg: 'HS512', typ: 'JWT' }, hash: 'sha512' }),
    ],
    [
      'of the algorithm none',
      (t: string) =>
        `${sign(alter(t, {}), { header: { alg: 'none' } })
          .split('.')
          .slice(0, 2)
          .join('.')}.`,
    ],
    [
      'that says none and is signed',
      (t: string) => sign(alter(t, {}), { header: { alg: 'none', typ: 'JWT' } }),
    ],
    ['with another payload under its signature', (t: string) => tamper(t)],
    ['that is over', (t: string) => sign(alter(t, { exp: Math.floor(Date.now() / 1000) - 1 }))],
    ['that has not begun', (t: string) => sign(alter(t, { nbf: Math.floor(Date.now() / 1000) + 60 }))],
    ['that never ends', (t: string) => sign(alter(t, { exp: undefined }))],
    ['without a user', (t: string) => sign(alter(t, { sub: undefined }))],
    ['of a user by name', (t: string) => sign(alter(t, { sub: 'admin' }))],
    ['of another user', (t: string) => sign(alter(t, { sub: claimsOf(club.admin.token ?? '')['sub'] }))],
    ['without a session', (t: string) => sign(alter(t, { sid: undefined }))],
    [
      'of a session that never was',
      (t: string) => sign(alter(t, { sid: '00000000-0000-4000-8000-000000000000' })),
    ],
    ['of a session that is no UUID', (t: string) => sign(alter(t, { sid: "' OR true --" }))],
    ['without an id', (t: string) => sign(alter(t, { jti: undefined }))],
    ['of another issuer', (t: string) => sign(alter(t, { iss: 'somebody' }))],
    ['for another audience', (t: string) => sign(alter(t, { aud: 'somebody' }))],
    ['without an audience', (t: string) => sign(alter(t, { aud: undefined }))],
    ['that is cut', (t: string) => t.slice(0, -5)],
    ['that is no token', () => 'rubbish'],
    ['that is dots', () => '..'],
  ])('%s is 401', async (_, forge) => {
    const token = forge(ann.token ?? '');
    for (const format of FORMATS) {
      const refusal = await refused(club, () => bearing(token)[format].delete('/users/Ann'));
      expect(refusal).toMatchObject({ status: 401, code: 'TOKEN_INVALID' });
      expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  const tamper = (token: string): string => {
    const [header, , signature] = token.split('.');
    const payload = Buffer.from(JSON.stringify(alter(token, {}))).toString('base64url');
    return `${header}.${payload}.${signature}`;
  };

  it('that we sign ourselves is good, so the forgeries above fail for their own reasons', async () => {
    expect(await statusFor(sign(alter(ann.token ?? '', {})))).toBe(200);
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Basic YWRtaW46YWRtaW4=',
    'bearer',
    'Token x',
    'Bearer a b',
    'Bearer a,b',
  ])('in `Authorization: %s` is none: 401, also where none is needed', async (Authorization) => {
    const options = { headers: { Authorization } };
    const body = { username: 'stowaway', password: PASSWORD };
    const asks = [
      () => club.nobody.jsonApi.get('/me', options),
      () => club.nobody.plain.post('/users', body, options),
    ];
    for (const ask of asks) {
      const refusal = await refused(club, ask);
      expect(refusal.status).toBe(401);
      expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it.each(['', 'rubbish'])('in `access-token: %s` is none: 401, also where none is needed', async (token) => {
    const options = { headers: { 'access-token': token } };
    const body = { username: 'stowaway', password: PASSWORD };
    const refusal = await refused(club, () => club.nobody.plain.post('/users', body, options));
    expect(refusal.status).toBe(401);
  });

  it('is taken in any case of the scheme', async () => {
    const headers = { Authorization: `bEARER  ${ann.token}` };
    expect(await club.nobody.plain.get('/me', { headers })).toMatchObject({ status: 200 });
  });

  it('may be sent twice, but not beside another one', async () => {
    const headers = { Authorization: `Bearer ${ann.token}` };
    expect(await ann.plain.get('/me', { headers })).toMatchObject({ status: 200 });
    const refusal = await refused(club, () => club.admin.plain.delete('/users/Ann', { headers }));
    expect(refusal).toMatchObject({ status: 400, code: 'TWO_TOKENS' });
  });

  it.each(['Authorization: Bearer ', 'access-token: '])(
    'may not hide behind another one in a second header (%s)',
    async (header) => {
      const lines = [ann.token, club.admin.token].map((token) => `${header}${token}\r\n`).join('');
      const port = Number(new URL(club.url).port);
      const { status } = await sendRaw(port, `GET /me HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n`);
      expect(status).toBe(400);
    },
  );

  it('is needed on every other route', async () => {
    for (const path of [
      '/me',
      '/users',
      '/loan-items',
      '/loans',
      '/runs',
      '/runs/summary',
      '/roles',
      '/mode',
    ]) {
      for (const format of FORMATS) {
        const refusal = await refused(club, () => club.nobody[format].get(path));
        expect(refusal).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
        expect(refusal.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });
});

describe('refresh', () => {
  it('answers a fresh token of the same session, and the old one lives on', async () => {
    const bob = await club.join(fresh('bob'));
    const { status, body } = await bob.plain.post('/refresh');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'success', token_type: 'Bearer', expires_in: 900 });
    const [old, young] = [claimsOf(bob.token ?? ''), claimsOf(body.auth_token)];
    expect(young).toMatchObject({ sub: old['sub'], sid: old['sid'] });
    expect(young['jti']).not.toBe(old['jti']);
    expect(await statusFor(body.auth_token)).toBe(200);
    expect(await statusFor(bob.token ?? '')).toBe(200);
  });

  it('needs a live token', async () => {
    const refusal = await refused(club, () => club.nobody.plain.post('/refresh'));
    expect(refusal).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
  });
});

describe('logout', () => {
  it.each(['/logout', '/user/logout'])(
    'POST %s ends all tokens of the session and no other',
    async (path) => {
      const name = fresh('bob');
      const [here, there] = [await club.join(name), await club.login(name)];
      const { body: refreshed } = await here.plain.post('/refresh');
      const { status, body } = await here.jsonApi.post(path);
      expect({ status, body }).toEqual({ status: 200, body: { message: 'Logged out successfully' } });
      for (const token of [here.token, refreshed.auth_token]) expect(await statusFor(token)).toBe(401);
      expect(await statusFor(there.token ?? '')).toBe(200);
      expect(await refused(club, () => here.plain.post(path))).toMatchObject({ status: 401 });
      expect(await refused(club, () => here.plain.post('/refresh'))).toMatchObject({ status: 401 });
    },
  );
});

describe('a user who is gone', () => {
  it('leaves tokens that are 401, also for the next one of that name', async () => {
    const name = fresh('bob');
    const first = await club.join(name);
    expect(await first.plain.delete(`/users/${name}`)).toMatchObject({ status: 200 });
    expect(await refused(club, () => first.plain.get('/me'))).toMatchObject({ status: 401 });
    const second = await club.join(name);
    expect(await refused(club, () => first.plain.get('/me'))).toMatchObject({ status: 401 });
    expect(await second.plain.get('/me')).toMatchObject({ status: 200 });
  });
});

describe('lifetimes', () => {
  it('end tokens and sessions as the settings say, and no token outlives its session', async () => {
    const brief = await Club.open({ ACCESS_TOKEN_TTL: '60', SESSION_TTL: '3' });
    try {
      const { body } = await brief.nobody.plain.post('/login', {
        username: 'admin',
        password: ADMIN_PASSWORD,
      });
      expect(body.expires_in).toBeLessThanOrEqual(3);
      const { exp, iat } = claimsOf(body.auth_token) as { exp: number; iat: number };
      expect(exp - iat).toBe(body.expires_in);
      await new Promise((resolve) => setTimeout(resolve, 3100));
      const late = brief.bearer('admin', body.auth_token);
      expect(await refused(brief, () => late.plain.post('/refresh'))).toMatchObject({ status: 401 });
      const longer = sign(alter(body.auth_token, { exp: exp + 3600 }));
      const forged = brief.bearer('admin', longer);
      expect(await refused(brief, () => forged.plain.get('/me'))).toMatchObject({ status: 401 });
    } finally {
      await brief.close();
    }
  });
});

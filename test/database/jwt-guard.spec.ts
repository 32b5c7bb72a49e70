import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import sql from 'sql-template-tag';
import { JwtGuard } from '../../src/auth/jwt.guard.js';
import { JwtStrategy } from '../../src/auth/jwt.strategy.js';
import type { Caller } from '../../src/shared/access/caller.js';
import { OptionalCaller, Public } from '../../src/shared/access/decorators.js';
import { inRequestContext } from '../../src/shared/context/request-context.js';
import { Problem } from '../../src/shared/errors/problem.js';
import { CallersService } from '../../src/users/callers.service.js';
import { contextOf } from '../support/guarded.js';
import { openDatabase, type OpenDatabase } from '../support/reading.js';
import { testSettings } from '../support/settings.js';
import { sign } from '../support/tokens.js';

class Routes {
  @Public()
  health(): void {}

  @OptionalCaller()
  register(): void {}

  me(): void {}
}

@Public()
class Open {
  docs(): void {}
}

const USER = '00000000-0000-0000-0000-000000000001';
const SESSION = '00000000-0000-0000-0000-000000000002';
const INVALID = {
  status: 401,
  code: 'TOKEN_INVALID',
  detail: 'The token is not valid or no longer counts: log in.',
};
const MISSING = { status: 401, code: 'TOKEN_MISSING', detail: 'Log in first: no token was sent.' };

const now = Math.floor(Date.now() / 1000);
const claims = {
  sub: USER,
  sid: SESSION,
  jti: 'j',
  iat: now,
  exp: now + 600,
  iss: 'kitroom',
  aud: 'kitroom-api',
};
const bearer = (token: string) => ['Authorization', `Bearer ${token}`];
const good = bearer(sign(claims));

let open: OpenDatabase;
let guard: JwtGuard;
let closed: JwtGuard;
beforeAll(async () => {
  open = await openDatabase();
  await open.database.query(sql`INSERT INTO mode (mode) VALUES ('self-service')`);
  guard = guardOf(open);
  const other = await openDatabase();
  closed = guardOf(other);
  await other.close();
});
afterAll(() => open.close());
beforeEach(async () => {
  await open.database.query(sql`DELETE FROM users`);
  await open.database.query(
    sql`INSERT INTO users (id, username, password_hash) VALUES (${USER}, 'ann', 'x')`,
  );
  await open.database.query(sql`INSERT INTO user_roles (user_id, role_name) VALUES (${USER}, 'usermanager')`);
  await open.database.query(sql`
    INSERT INTO sessions (id, user_id, expires_at) VALUES (${SESSION}, ${USER}, now() + interval '1 hour')`);
});

const guardOf = ({ database, url }: OpenDatabase): JwtGuard =>
  new JwtGuard(new Reflector(), new JwtStrategy(testSettings(url), new CallersService(database)));

interface Request {
  readonly raw: { readonly rawHeaders: string[] };
  caller?: Caller | null;
}

async function enter(method: keyof Routes, rawHeaders: string[], by = guard): Promise<Request> {
  const request: Request = { raw: { rawHeaders } };
  expect(await by.canActivate(contextOf(Routes, Routes.prototype[method], request))).toBe(true);
  return request;
}
const refusal = (method: keyof Routes, rawHeaders: string[]) =>
  enter(method, rawHeaders).then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      const { status, code, detail } = error;
      return { status, code, detail };
    },
  );

describe('the first guard', () => {
  it('finds out who calls', async () => {
    const { caller } = await enter('me', good);
    expect(caller).toMatchObject({
      id: USER,
      sessionId: SESSION,
      username: 'ann',
      roles: ['usermanager'],
      mode: 'self-service',
    });
    expect([caller?.may('users'), caller?.may('roles')]).toEqual([true, false]);
  });

  it('looks at no token where anybody may call, be it said of the method or the class', async () => {
    expect((await enter('health', good)).caller).toBeNull();
    expect((await enter('health', bearer('rubbish'))).caller).toBeNull();
    const request: Request = { raw: { rawHeaders: good } };
    expect(await guard.canActivate(contextOf(Open, Open.prototype.docs, request))).toBe(true);
    expect(request.caller).toBeNull();
  });

  it('lets nobody through where a caller is optional, and checks a token that is sent', async () => {
    expect((await enter('register', [])).caller).toBeNull();
    expect((await enter('register', good)).caller?.id).toBe(USER);
    expect(await refusal('register', bearer('rubbish'))).toEqual(INVALID);
    expect(await refusal('register', ['access-token', ''])).toEqual(INVALID);
  });

  it('refuses those who send no token', async () => {
    expect(await refusal('me', ['Host', 'x'])).toEqual(MISSING);
  });

  it.each([
    ['another key', sign(claims, { secret: 'another secret, which is long enough too' })],
    ['another algorithm', sign(claims, { header: { alg: 'HS384', typ: 'JWT' }, hash: 'sha384' })],
    ['another issuer', sign({ ...claims, iss: 'other' })],
    ['another audience', sign({ ...claims, aud: 'other' })],
    ['its time over', sign({ ...claims, iat: now - 60, exp: now - 1 })],
    ['odd claims', sign({ ...claims, jti: '' })],
    ['another session', sign({ ...claims, sid: USER })],
    ['another user', sign({ ...claims, sub: SESSION })],
    ['too many letters', sign({ ...claims, more: 'x'.repeat(5000) })],
    ['nothing in it', ''],
  ])('refuses a token with %s', async (_, token) => {
    expect(await refusal('me', bearer(token))).toEqual(INVALID);
  });

  it.each([
    ['session was ended', sql`UPDATE sessions SET revoked_at = now()`],
    ['session is over', sql`UPDATE sessions SET expires_at = now() - interval '1 second'`],
    ['user was switched off', sql`UPDATE users SET active = false`],
    ['user was deleted', sql`DELETE FROM users`],
  ])('refuses a token whose %s', async (_, change) => {
    await open.database.query(change);
    expect(await refusal('me', good)).toEqual(INVALID);
  });

  it('tells what the request is done for who asks', async () => {
    const context = { requestId: 'r', traceId: null, address: '::1', actorId: 'somebody' as string | null };
    await inRequestContext(context, () => enter('me', good));
    expect(context.actorId).toBe(USER);
    await inRequestContext(context, () => enter('health', good));
    expect(context.actorId).toBeNull();
  });

  it('tells of a database that does not answer, and takes nobody for a stranger', async () => {
    await expect(enter('me', good, closed)).rejects.not.toMatchObject({ status: 401 });
  });
});

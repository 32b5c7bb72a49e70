import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.js';
import { startTarget, type Target } from './target.js';

export const SECRET_KEY = 'the key of a benchmark, which protects nothing';

/** What the server is told; no limits apply to who is logged in. */
export const environmentOn = (databaseUrl: string, workers = 1): Readonly<Record<string, string>> => ({
  DATABASE_URL: databaseUrl,
  SECRET_KEY,
  HOST: '127.0.0.1',
  ADMIN_PASSWORD: 'the password of nobody',
  WEATHER_PROVIDER: 'none',
  LOG_LEVEL: 'error',
  NODE_ENV: 'production',
  WEB_CONCURRENCY: String(workers),
});

export const PROGRAM = fileURLToPath(new URL('../../src/main.js', import.meta.url));

/** The built server on a database that is there, on any core; `options` are those of node. */
export async function startKitroom(
  databaseUrl: string,
  workers = 1,
  options: readonly string[] = [],
): Promise<Target> {
  return startTarget({
    name: 'The server',
    port: await freePort(),
    args: [...options, PROGRAM],
    env: environmentOn(databaseUrl, workers),
    pinned: false,
  });
}

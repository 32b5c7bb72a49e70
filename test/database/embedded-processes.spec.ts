import { afterAll, beforeAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbedded, type EmbeddedPostgres } from '../../src/database/embedded/start-embedded.js';
import {
  endServer,
  kill,
  leave,
  makeFolder,
  removeFolder,
  serverPid,
  spawnProcess,
  startProcess,
  valueOf,
} from '../support/embedded.js';

/** Shared by the tests that need some database; each leaves it without a server. */
let dataDir: string;
let lines: string[];
const start = (): Promise<EmbeddedPostgres> => startEmbedded({ dataDir, log: (line) => lines.push(line) });

beforeAll(async () => {
  dataDir = await makeFolder();
});

beforeEach(() => {
  lines = [];
});

afterEach(() => endServer(dataDir));

afterAll(() => removeFolder(dataDir));

describe('after kill -9 of Node', () => {
  it('the next start takes the running server over, and stops it', async () => {
    const first = await startProcess(dataDir);
    await valueOf(first.announcement.url, KEEP);
    const pid = await serverPid(dataDir);
    await kill(first);
    const second = await start();
    expect(await serverPid(dataDir)).toBe(pid);
    expect(lines).toContainEqual(expect.stringContaining(`already runs`));
    expect(await valueOf(second.url, 'SELECT max(number)::int FROM kept')).toBe(42);
    await second.stop();
    expect(await serverPid(dataDir)).toBeNull();
  });
});

describe('after kill -9 of the server', () => {
  it('the next start has what was confirmed, although a busy child of the old one still holds its memory', async () => {
    const first = await start();
    await valueOf(first.url, KEEP);
    const busy = Promise.allSettled([valueOf(first.url, BUSY)]);
    while ((await valueOf(first.adminUrl, BUSY_COUNT)) === 0);
    process.kill((await serverPid(dataDir)) ?? 0, 'SIGKILL');
    const second = await start();
    expect(await valueOf(second.url, 'SELECT max(number)::int FROM kept')).toBe(42);
    await busy;
    await first.stop();
    expect(await valueOf(second.url, 'SELECT 1')).toBe(1);
    await second.stop();
  });

  it('says that the server was lost', async () => {
    const server = await start();
    process.kill((await serverPid(dataDir)) ?? 0, 'SIGKILL');
    while (!lines.some((line) => line.startsWith('Lost the embedded PostgreSQL')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(server.stop()).resolves.toBeUndefined();
  });

  it('and of Node, the next start has what was confirmed', async () => {
    const first = await startProcess(dataDir);
    await valueOf(first.announcement.url, KEEP);
    process.kill((await serverPid(dataDir)) ?? 0, 'SIGKILL');
    await kill(first);
    const second = await start();
    expect(await valueOf(second.url, 'SELECT max(number)::int FROM kept')).toBe(42);
    await second.stop();
  });
});

describe('a stale postmaster.pid', () => {
  it.each([
    ['another program that has the number now', (pid: string) => pid],
    ['a number that nobody has', () => '4000000'],
    ['an unreadable one', () => 'x'],
  ])('with %s does not stand in the way', async (_, numberFor) => {
    await (await start()).stop();
    const stranger = spawn('sleep', ['60']);
    const file = join(dataDir, 'postgres', 'postmaster.pid');
    await writeFile(
      file,
      `${numberFor(String(stranger.pid))}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n\nready\n`,
    );
    const server = await start();
    expect(await valueOf(server.url, 'SELECT 1')).toBe(1);
    expect(stranger.exitCode).toBeNull();
    await server.stop();
    stranger.kill();
  });

  it('of a copied folder does not lead to the original’s server', async () => {
    const original = await start();
    await valueOf(original.adminUrl, 'CHECKPOINT');
    const copy = await makeFolder();
    const pid = await readFile(join(dataDir, 'postgres', 'postmaster.pid'));
    await original.stop();
    await cp(dataDir, copy, { recursive: true });
    await writeFile(join(copy, 'postgres', 'postmaster.pid'), pid);
    const [again, other] = [
      await start(),
      await startEmbedded({ dataDir: copy, log: (line) => lines.push(line) }),
    ];
    expect(other.url).not.toBe(again.url);
    await valueOf(other.url, 'CREATE TABLE only_in_the_copy ()');
    expect(await valueOf(again.url, `SELECT to_regclass('only_in_the_copy')`)).toBeNull();
    await Promise.all([again.stop(), other.stop()]);
    await rm(copy, { recursive: true });
  });
});

describe('two processes on one folder', () => {
  it('share the server, and the last one stops it', async () => {
    const first = await start();
    const second = await startProcess(dataDir);
    expect(second.announcement.url).toBe(first.url);
    await first.stop();
    expect(await valueOf(second.announcement.url, 'SELECT 1')).toBe(1);
    await leave(second);
    expect(await serverPid(dataDir)).toBeNull();
  });

  it('may come while the other leaves', async () => {
    for (let round = 0; round < 3; round += 1) {
      const first = await start();
      const [, second] = await Promise.all([first.stop(), start()]);
      expect(await valueOf(second.url, 'SELECT 1')).toBe(1);
      await second.stop();
    }
  });
});

describe('the first start', () => {
  let empty: string;

  beforeEach(async () => {
    empty = await makeFolder();
  });

  afterEach(() => removeFolder(empty));

  it('may be killed while it makes the database: the next one makes it', async () => {
    const child = spawnProcess(empty);
    while (!(await readdir(empty)).some((name) => name.includes('.new-')));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readdir(empty)).not.toContain('postgres');
    const server = await startEmbedded({ dataDir: empty, log: (line) => lines.push(line) });
    expect(await valueOf(server.url, 'SELECT 1')).toBe(1);
    await server.stop();
  });

  it('may be three at the same time', async () => {
    const processes = await Promise.all([startProcess(empty), startProcess(empty), startProcess(empty)]);
    const urls = new Set(processes.map(({ announcement }) => announcement.url ?? announcement.error));
    expect([...urls]).toEqual([expect.stringMatching(/^postgres:\/\/kitroom:/)]);
    await Promise.all(processes.map((each) => leave(each)));
    expect(await serverPid(empty)).toBeNull();
  });
});

const KEEP = 'CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS number';

/** Keeps a child of the server at work that looks for its parent seldom. */
const BUSY = 'SELECT count(*) FROM generate_series(1, 15_000_000)';
const BUSY_COUNT = `SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE '%15_000_000%' AND state = 'active'
  AND pid <> pg_backend_pid()`;

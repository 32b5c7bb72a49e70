import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findPostmaster } from '../../src/database/embedded/postmaster.js';
import { startEmbedded, type EmbeddedPostgres } from '../../src/database/embedded/start-embedded.js';
import { leave, makeFolder, removeFolder, serverPid, startProcess, valueOf } from '../support/embedded.js';
import { eventually } from '../support/weather-app.js';

let dataDir: string;
let lines: string[];
let server: EmbeddedPostgres;

const start = () => startEmbedded({ dataDir, log: (line) => lines.push(line) });
const killServer = async () => process.kill((await serverPid(dataDir)) ?? 0, 'SIGKILL');
/** What the database says as soon as it says anything. */
const valueOnceBack = (statement: string) =>
  eventually(
    () => valueOf(server.url, statement).catch(() => 'away'),
    (value) => value !== 'away',
  );
const said = (words: string) =>
  eventually(
    () => Promise.resolve(lines),
    (all) => all.some((line) => line.includes(words)),
  );

beforeEach(async () => {
  dataDir = await makeFolder();
  lines = [];
  server = await start();
});

afterEach(async () => {
  await server.stop();
  await removeFolder(dataDir);
});

describe('a server that dies', () => {
  it('is back at the same address, with all that was confirmed, as often as it dies', async () => {
    await valueOf(server.url, 'CREATE TABLE kept AS SELECT 1 AS n');
    for (let n = 1; n < 4; n += 1) {
      await killServer();
      expect(await valueOnceBack('SELECT max(n) FROM kept')).toBe(n);
      await valueOf(server.url, `INSERT INTO kept VALUES (${n + 1})`);
    }
    expect(lines.filter((line) => line.startsWith('Lost the embedded PostgreSQL'))).toHaveLength(3);
    await server.stop();
    expect(await serverPid(dataDir)).toBeNull();
  }, 60_000);

  it('is started once for all processes that use it, and the last one stops it', async () => {
    const other = await startProcess(dataDir);
    for (let n = 0; n < 3; n += 1) {
      await killServer();
      expect(await valueOnceBack('SELECT 1')).toBe(1);
      // Both hold it again: without the claim of the other process it would go with the first that leaves.
      await eventually(
        () => valueOf(server.adminUrl, USERS).catch(() => 0),
        (users) => users === 2,
      );
    }
    await server.stop();
    expect(await valueOf(other.announcement.url, 'SELECT 1')).toBe(1);
    await leave(other);
    expect(await serverPid(dataDir)).toBeNull();
  }, 60_000);

  it('stays dead where it is not wanted any more', async () => {
    await killServer();
    await said('Lost the embedded PostgreSQL');
    await server.stop();
    expect(await findPostmaster(join(dataDir, 'postgres'))).toBeNull();
    await expect(valueOf(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  }, 30_000);
});

describe('a folder that is gone', () => {
  it('is not made anew, is missed aloud, and serves again once it is back', async () => {
    await valueOf(server.url, 'CREATE TABLE kept AS SELECT 42 AS n');
    const [cluster, aside] = [join(dataDir, 'postgres'), join(dataDir, 'aside')];
    const pid = (await serverPid(dataDir)) ?? 0;
    await rename(cluster, aside);
    process.kill(pid, 'SIGKILL');
    await said('bring the folder back');
    expect(await readdir(dataDir)).not.toContain('postgres');
    await rename(aside, cluster);
    expect(await valueOnceBack('SELECT n FROM kept')).toBe(42);
  }, 60_000);
});

describe('the port', () => {
  it('stays the same from start to start', async () => {
    const { url } = server;
    await server.stop();
    server = await start();
    expect(server.url).toBe(url);
  });

  it('is another one where somebody else has it', async () => {
    const { port } = new URL(server.url);
    await server.stop();
    const stranger = createServer().listen(Number(port), '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    server = await start();
    expect(new URL(server.url).port).not.toBe(port);
    expect(await valueOf(server.url, 'SELECT 1')).toBe(1);
    stranger.close();
  });
});

/** Processes that have a claim on the server. */
const USERS = `SELECT count(DISTINCT application_name)::int FROM pg_stat_activity WHERE application_name LIKE 'kitroom %'`;

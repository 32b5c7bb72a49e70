import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serves } from '../../src/database/embedded/postmaster.js';
import { startEmbedded, type EmbeddedPostgres } from '../../src/database/embedded/start-embedded.js';
import { makeFolder, removeFolder, serverPid, valueOf } from '../support/embedded.js';

let dataDir: string;
const lines: string[] = [];
const start = (settings = {}): Promise<EmbeddedPostgres> =>
  startEmbedded({ dataDir, log: (line) => lines.push(line), settings });

beforeAll(async () => {
  dataDir = await makeFolder();
});

afterAll(() => removeFolder(dataDir));

describe('the embedded server', () => {
  let server: EmbeddedPostgres;

  beforeAll(async () => {
    server = await start();
  });

  afterAll(() => server.stop());

  it.each([
    ['is no superuser', 'SELECT usesuper FROM pg_user WHERE usename = current_user', false],
    ['makes no databases', 'SELECT usecreatedb FROM pg_user WHERE usename = current_user', false],
    ['makes no roles', 'SELECT rolcreaterole FROM pg_roles WHERE rolname = current_user', false],
    ['is called kitroom', 'SELECT current_user::text', 'kitroom'],
    [
      'owns its database',
      'SELECT pg_get_userbyid(datdba)::text FROM pg_database WHERE datname = current_database()',
      'kitroom',
    ],
  ])('gives a role that %s', async (_, statement, expected) => {
    expect(await valueOf(server.url, statement)).toBe(expected);
  });

  it.each(['pg_trgm', 'citext', 'btree_gist'])('lets that role use the extension %s', async (extension) => {
    await valueOf(server.url, `CREATE EXTENSION ${extension}`);
    expect(
      await valueOf(server.url, `SELECT count(*)::int FROM pg_extension WHERE extname = '${extension}'`),
    ).toBe(1);
  });

  it.each([
    ['folds the case of É', `SELECT lower('É')`, 'é'],
    ['matches É in any case', `SELECT 'CAFÉ' ILIKE 'café'`, true],
    ['orders by code point, as COLLATE "C" does', `SELECT 'Z' < 'a'`, true],
    [
      'keeps what it has confirmed',
      `SELECT current_setting('fsync') || current_setting('synchronous_commit')`,
      'onon',
    ],
    ['thinks in UTC', `SELECT current_setting('timezone')`, 'UTC'],
  ])('%s', async (_, statement, expected) => {
    expect(await valueOf(server.url, statement)).toBe(expected);
  });

  it.each([
    ['the loopback only', 'listen_addresses', '127.0.0.1'],
    ['no socket file', 'unix_socket_directories', ''],
  ])('listens on %s', async (_, setting, expected) => {
    expect(await valueOf(server.adminUrl, `SELECT current_setting('${setting}')`)).toBe(expected);
  });

  it.each(['kitroom', 'postgres'])('refuses %s with a wrong password, or none', async (user) => {
    const wrong = new URL(server.url);
    wrong.username = user;
    wrong.password = 'wrong';
    await expect(valueOf(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    wrong.password = '';
    await expect(valueOf(wrong.href, 'SELECT 1')).rejects.toThrow(/password/);
  });

  it('asks everybody for a password', async () => {
    const rules = await readFile(join(dataDir, 'postgres', 'pg_hba.conf'), 'utf8');
    const methods = rules.match(/^[^#\s].*$/gm)?.map((rule) => rule.split(/\s+/).at(-1));
    expect(new Set(methods)).toEqual(new Set(['scram-sha-256']));
  });

  it.each(['postgres', 'postgres/kitroom.passwords', 'postgres.log'])(
    'keeps %s to its owner',
    async (path) => {
      expect((await stat(join(dataDir, path))).mode & 0o077).toBe(0);
    },
  );

  it('writes no refused values into its log', async () => {
    await valueOf(server.url, 'CREATE TABLE secrets (word text UNIQUE)');
    await valueOf(server.url, `INSERT INTO secrets VALUES ('hush')`);
    await expect(valueOf(server.url, `INSERT INTO secrets VALUES ('hush')`)).rejects.toMatchObject({
      code: '23505',
    });
    await expect(
      valueOf(server.adminUrl, `DO $$ BEGIN RAISE EXCEPTION 'unrefused' USING DETAIL = 'hush'; END $$`),
    ).rejects.toThrow('unrefused');
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('unrefused');
    expect(log).not.toContain('hush');
  });
});

describe('a stop', () => {
  it('ends the process and takes no more connections', async () => {
    const server = await start();
    const pid = await serverPid(dataDir);
    await server.stop();
    await expect(valueOf(server.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(await serves(pid ?? 0, join(dataDir, 'postgres'))).toBe(false);
    expect(await serverPid(dataDir)).toBeNull();
  });

  it('may be asked for twice', async () => {
    const server = await start();
    await Promise.all([server.stop(), server.stop()]);
    await expect(server.stop()).resolves.toBeUndefined();
  });

  it('disconnects whoever is left', async () => {
    const server = await start();
    const sleeping = expect(valueOf(server.url, 'SELECT pg_sleep(60)')).rejects.toMatchObject({
      code: '57P01',
    });
    while ((await valueOf(server.adminUrl, SLEEPERS)) === 0);
    await server.stop();
    await sleeping;
  });
});

describe('a second start', () => {
  it('finds the data and keeps the passwords', async () => {
    const first = await start();
    await valueOf(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    const second = await start();
    expect(await valueOf(second.url, 'SELECT answer FROM kept')).toBe(42);
    expect(new URL(second.url).password).toBe(new URL(first.url).password);
    await second.stop();
  });

  it('makes up for a first one that was interrupted before the role and its database were made', async () => {
    const first = await start();
    await valueOf(first.adminUrl, 'DROP DATABASE kitroom');
    await valueOf(first.adminUrl, 'DROP ROLE kitroom');
    await first.stop();
    const second = await start();
    expect(await valueOf(second.url, 'SELECT current_database()::text')).toBe('kitroom');
    await second.stop();
  });

  it('says in the words of the log why it failed, at once', async () => {
    const since = Date.now();
    await expect(start({ shared_buffers: 'much' })).rejects.toThrow(
      /postgres\.log:\n.*shared_buffers.*"much"/s,
    );
    expect(Date.now() - since).toBeLessThan(3_000);
  });

  it.each([
    ['another major version', 'PG_VERSION', '14\n', /made by PostgreSQL 14.*brings PostgreSQL 18/],
    ['lost passwords', 'kitroom.passwords', '', /bring back .*kitroom\.passwords/],
    ['foreign passwords', 'kitroom.passwords', 'one\ntwo\n', /refuses us.*password/],
  ])('refuses data with %s and leaves it alone', async (_, name, content, message) => {
    const file = join(dataDir, 'postgres', name);
    await rename(file, `${file}.kept`);
    await writeFile(file, content);
    const before = await readdir(join(dataDir, 'postgres', 'base'));
    await expect(start()).rejects.toThrow(message);
    expect(await readdir(join(dataDir, 'postgres', 'base'))).toEqual(before);
    await rename(`${file}.kept`, file);
    expect(await serverPid(dataDir)).toBeNull();
    await (await start()).stop();
  });
});

describe('a folder that holds half a cluster', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await makeFolder();
    await mkdir(join(folder, 'postgres', 'base'), { recursive: true });
    await mkdir(join(folder, 'postgres.new-99999999', 'base'), { recursive: true });
    await writeFile(join(folder, 'postgres.new-99999999.passwords'), 'half');
  });

  afterAll(() => removeFolder(folder));

  it('gets a whole one: our own leftovers go, what may be somebody’s is set aside', async () => {
    const server = await startEmbedded({ dataDir: folder, log: (line) => lines.push(line) });
    expect(await valueOf(server.url, 'SELECT 1')).toBe(1);
    await server.stop();
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(['postgres', expect.stringMatching(/^postgres\.incomplete-\d+$/), 'postgres.log']);
    expect(lines).toContainEqual(expect.stringContaining('was no complete database'));
  });
});

const SLEEPERS = `SELECT count(*)::int FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'`;

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { leave, makeFolder, removeFolder, serverPid, startProcess, valueOf } from '../support/embedded.js';

const NOBODY = { uid: 65_534, gid: 65_534 };
/** A user without a line in /etc/passwd, as containers have. */
const NAMELESS = { uid: 54_321, gid: 54_321 };

const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

let dataDir: string;

beforeEach(async () => {
  dataDir = await makeFolder();
});

afterEach(() => removeFolder(dataDir));

asRoot('the embedded server of root', () => {
  it('lives in a folder that only root may enter', async () => {
    await chmod(dataDir, 0o700);
    const user = await startProcess(dataDir);
    expect(await valueOf(user.announcement.url, 'SELECT 1')).toBe(1);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(0);
    await leave(user);
  });

  it('runs as nobody where there are no user namespaces, also on data that root wrote, and never goes back', async () => {
    await chmod(dataDir, 0o755);
    const withNamespaces = await startProcess(dataDir);
    await valueOf(withNamespaces.announcement.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await leave(withNamespaces);

    const path = await pathWithout('unshare');
    const without = await startProcess(dataDir, { env: { PATH: path } });
    expect(await valueOf(without.announcement.url, 'SELECT answer FROM kept')).toBe(42);
    expect(await ownerOfServer()).toBe(NOBODY.uid);
    await leave(without);

    const again = await startProcess(dataDir);
    expect(await valueOf(again.announcement.url, 'SELECT answer FROM kept')).toBe(42);
    expect(await ownerOfServer()).toBe(NOBODY.uid);
    await leave(again);
    await rm(path, { recursive: true });
  });

  it('makes its data as nobody where there are no user namespaces', async () => {
    await chmod(dataDir, 0o755);
    const path = await pathWithout('unshare');
    const user = await startProcess(dataDir, { env: { PATH: path } });
    expect(await valueOf(user.announcement.url, 'SELECT 1')).toBe(1);
    expect((await stat(join(dataDir, 'postgres', 'kitroom.passwords'))).uid).toBe(NOBODY.uid);
    await leave(user);
    await rm(path, { recursive: true });
  });

  it('says what to do where neither works', async () => {
    await chmod(dataDir, 0o700);
    const path = await pathWithout('unshare');
    const { announcement } = await startProcess(dataDir, { env: { PATH: path } });
    expect(announcement.error).toMatch(/does not run as root.*ordinary user.*DATABASE_URL/);
    expect(await readdir(dataDir)).toEqual([]);
    await rm(path, { recursive: true });
  });

  it('runs as the ordinary user whose data it is, who can use it later', async () => {
    await chown(dataDir, NOBODY.uid, NOBODY.gid);
    const owner = await startProcess(dataDir, NOBODY);
    await valueOf(owner.announcement.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await leave(owner);
    for (const options of [{}, NOBODY]) {
      const user = await startProcess(dataDir, options);
      expect(await valueOf(user.announcement.url, 'SELECT answer FROM kept')).toBe(42);
      expect(await ownerOfServer()).toBe(NOBODY.uid);
      await leave(user);
    }
  });
});

asRoot('the embedded server of an ordinary user', () => {
  it.each([
    ['one with a name', NOBODY],
    ['one without a name', NAMELESS],
  ])('starts for %s, and reuses its data', async (_, user) => {
    await chown(dataDir, user.uid, user.gid);
    await chmod(dataDir, 0o700);
    const first = await startProcess(dataDir, user);
    expect(first.announcement.error).toBeUndefined();
    await valueOf(first.announcement.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    expect(await ownerOfServer()).toBe(user.uid);
    await leave(first);
    const second = await startProcess(dataDir, user);
    expect(await valueOf(second.announcement.url, 'SELECT answer FROM kept')).toBe(42);
    await leave(second);
    expect(await serverPid(dataDir)).toBeNull();
  });

  it('says so where the data is another user’s', async () => {
    await mkdir(join(dataDir, 'postgres'), { mode: 0o700 });
    await chmod(dataDir, 0o755);
    const { announcement } = await startProcess(dataDir, NOBODY);
    expect(announcement.error).toMatch(/belongs to another user/);
  });

  it('says so where the data folder is not theirs to write', async () => {
    await chmod(dataDir, 0o755);
    const { announcement } = await startProcess(dataDir, NOBODY);
    expect(announcement.error).toMatch(/belongs to another user/);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

/** Who runs the server, as the system sees it: the owner of its folder in /proc. */
async function ownerOfServer(): Promise<number> {
  return (await stat(`/proc/${await serverPid(dataDir)}`)).uid;
}

/** A folder of links to every program on the path but one. */
async function pathWithout(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kitroom-path-'));
  await chmod(folder, 0o755);
  const made = new Set([program]);
  for (const source of (process.env['PATH'] ?? '').split(delimiter).filter((path) => path.startsWith('/'))) {
    for (const name of await programsIn(source)) {
      if (!made.has(name)) await symlink(join(source, name), join(folder, name));
      made.add(name);
    }
  }
  return folder;
}

async function programsIn(folder: string): Promise<string[]> {
  const wanted = ['env', 'id', 'test', 'chown', 'ps', 'sh', 'unshare'];
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => wanted.includes(name));
}

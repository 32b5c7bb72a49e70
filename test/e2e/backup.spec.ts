import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder, removeFolder, serverPid } from '../support/embedded.js';
import { recordIn } from '../support/answers.js';
import { runBody } from '../support/run-body.js';
import { ServerProcess } from '../support/server-process.js';

/** The commands as operators call them, on the embedded database. */
const MAIN = join(import.meta.dirname, '../../dist/src/backup/main.js');

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = async (dataDir: string, ...args: readonly string[]): Promise<Ending> => {
  const { PATH, HOME, TMPDIR } = process.env;
  const env = { PATH, HOME, TMPDIR, DATA_DIR: dataDir, INIT_CWD: files };
  return promisify(execFile)(process.execPath, [MAIN, ...args], { env }).then(
    (printed) => ({ code: 0, ...printed }),
    (error: unknown) => error as Ending,
  );
};

let files: string;
let first: string;
let second: string;
let server: ServerProcess | null = null;
beforeAll(async () => {
  [files, first, second] = [await makeFolder(), await makeFolder(), await makeFolder()];
});
afterEach(async () => {
  await server?.stop();
  server = null;
});
afterAll(() => Promise.all([files, first, second].map(removeFolder)));

it('an empty folder cannot be backed up, and stays empty', async () => {
  const ending = await run(first, 'backup', 'none.gz');
  expect(ending).toMatchObject({
    code: 1,
    stderr: `There is no database in ${first}. DATA_DIR names the folder that has it.\n`,
  });
  expect([await readdir(first), await readdir(files)]).toEqual([[], []]);
});

it.each([
  [['restore'], 'Which backup? npm run restore -- FILE'],
  [['restore', 'missing.gz'], 'no such file or directory'],
  [['backup', 'one.gz', 'two.gz'], 'Usage: npm run backup'],
  [['undo'], 'Usage: npm run backup'],
])('%j is refused before anything is made', async (args, words) => {
  expect(await run(first, ...args)).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(words),
  });
  expect(await readdir(first)).toEqual([]);
});

it('a club is backed up while it is served, and served again from another folder', async () => {
  server = await ServerProcess.start({ DATA_DIR: first });
  const admin = await server.login('admin', 'admin');
  await admin.post('/loan-items', { id: 'drill', description: 'Bohrmaschine “Größe 2”' });
  await admin.post('/runs', runBody());
  const made = await run(first, 'backup', 'club.gz');
  expect(made).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Backed up 1 users, 1 items, 0 loans, 1 runs in'),
  });
  expect((await admin.get('/loan-items/drill')).status).toBe(200);
  await server.stop();

  const restored = await run(second, 'restore', 'club.gz');
  expect(restored).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Restored 1 users, 1 items, 0 loans, 1 runs.'),
  });
  expect(await serverPid(second)).toBeNull();

  server = await ServerProcess.start({ DATA_DIR: second, ADMIN_PASSWORD: 'another one' });
  expect((await server.client(admin.token).get('/me')).status).toBe(401);
  const again = await server.login('admin', 'admin');
  expect(recordIn(await again.get('/loan-items/drill'))).toMatchObject({
    description: 'Bohrmaschine “Größe 2”',
  });
  expect(recordIn(await again.post('/runs', runBody()))).toMatchObject({ id: '2' });

  const refused = await run(second, 'restore', 'club.gz');
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('not empty, it is in use by Kitroom'),
  });
  expect((await again.get('/runs')).body.runs).toHaveLength(2);
}, 120_000);

it('a club that nobody serves is backed up, too, under a name of the moment', async () => {
  const { code, stdout } = await run(first, 'backup', '.');
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/kitroom-\d{8}T\d{6}Z\.backup\.gz\n$/),
  });
  expect(await serverPid(first)).toBeNull();
  expect(await readdir(files)).toEqual(['club.gz', expect.stringMatching(/^kitroom-/)]);
}, 60_000);

import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { EmbeddedError, hasCode } from './embedded-error.js';
import { unlessMissing } from './files.js';
import { run, type Runner } from './runner.js';

type User = NonNullable<Runner['user']>;

interface Place {
  /** The folder that holds the cluster; it exists. */
  readonly dataDir: string;
  /** The cluster itself; it may not exist yet. */
  readonly cluster: string;
  /** The server's program. */
  readonly postgres: string;
  /** Commands that every program needs in front of it. */
  readonly wrapper: readonly string[];
}

/** PostgreSQL refuses uid 0 and uids without a name; in a user namespace, the same user goes by the name `nobody`. */
const AS_NOBODY_IN_NAMESPACE = ['unshare', '--user', '--map-user=nobody'];

/**
 * Decides as whom the server runs. An ordinary user runs it as themselves. Root runs it as the owner of the data; its
 * own data in a user namespace, or, where the system has none, as the owner of the data folder or as `nobody`.
 * @throws EmbeddedError where none of these can reach the program and the data
 */
export async function chooseRunner(place: Place): Promise<Runner> {
  const plain: Runner = { wrapper: place.wrapper, cwd: place.dataDir };
  if (process.getuid === undefined) return plain;
  if (process.getuid() !== 0) return hasName() ? plain : inNamespace(plain);
  return chooseForRoot(place, plain);
}

async function chooseForRoot(place: Place, plain: Runner): Promise<Runner> {
  const ownerOfData = await ownerOf(place.cluster);
  if (ownerOfData !== null && ownerOfData.uid !== 0) return { ...plain, user: ownerOfData };
  const namespace = inNamespace(plain);
  if (await reaches(namespace, place)) return namespace;
  for (const user of [await ownerOf(place.dataDir), await nobody(plain)]) {
    if (user === null || user.uid === 0) continue;
    if (await reaches({ ...plain, user }, place)) return { ...plain, user };
  }
  throw new EmbeddedError(
    `PostgreSQL does not run as root, and no other user can reach both ${place.postgres} and ${place.dataDir}. ` +
      'Start Kitroom as an ordinary user, move it out of folders that only root may enter, or set DATABASE_URL.',
  );
}

function inNamespace(plain: Runner): Runner {
  return { ...plain, wrapper: [...AS_NOBODY_IN_NAMESPACE, ...plain.wrapper] };
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch (error) {
    if (hasCode(error, 'ERR_SYSTEM_ERROR')) return false;
    throw error;
  }
}

async function ownerOf(path: string): Promise<User | null> {
  const found = await unlessMissing(stat(path));
  return found && { uid: found.uid, gid: found.gid };
}

async function nobody(plain: Runner): Promise<User> {
  const id = async (flag: string): Promise<number> => Number(await run(plain, 'id', [flag, 'nobody']));
  return { uid: await id('-u'), gid: await id('-g') };
}

async function reaches(runner: Runner, place: Place): Promise<boolean> {
  try {
    await run(runner, 'test', ['-x', place.dataDir]);
    await run(runner, place.postgres, ['--version']);
    return true;
  } catch (error) {
    if (error instanceof EmbeddedError) return false;
    throw error;
  }
}

import { chown, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Binaries } from './binaries.js';
import { EmbeddedError, hasCode } from './embedded-error.js';
import { unlessMissing } from './files.js';
import { writePasswords } from './passwords.js';
import { isAlive } from './postmaster.js';
import { run, type Runner } from './runner.js';

export const SUPERUSER = 'postgres';

/** The password file of a cluster: inside it, so that whoever moves or restores the folder has both. */
export function passwordFileOf(cluster: string): string {
  return join(cluster, 'kitroom.passwords');
}

/**
 * Makes the cluster unless it is there. It is built under another name and renamed when it is whole, so that a start
 * that was interrupted, or two at once, never leave half of one.
 * @throws EmbeddedError where another major version of PostgreSQL made it
 */
export async function prepareCluster(
  cluster: string,
  binaries: Binaries,
  runner: Runner,
  log: (line: string) => void,
): Promise<void> {
  await sweepUnfinished(cluster);
  const version = await versionOf(cluster);
  if (version !== null) {
    refuseOtherVersion(cluster, version, await run(runner, binaries.postgres, ['--version']));
    return takeOver(cluster, runner);
  }
  await setAside(cluster, log);
  log(`Making the database in ${cluster}`);
  await build(cluster, binaries, runner);
}

/** A cluster that was there and is gone is not made anew: it may come back, and an empty one would pass for it. */
export async function refuseMissing(cluster: string): Promise<void> {
  if ((await versionOf(cluster)) !== null) return;
  throw new EmbeddedError(`There is no database in ${cluster} any more: bring the folder back.`);
}

async function build(cluster: string, binaries: Binaries, runner: Runner): Promise<void> {
  const unfinished = `${cluster}.new-${process.pid}`;
  const passwords = `${unfinished}.passwords`;
  await mkdir(unfinished, { mode: 0o700 });
  await writePasswords(passwords);
  if (runner.user) {
    await chown(unfinished, runner.user.uid, runner.user.gid);
    await chown(passwords, runner.user.uid, runner.user.gid);
  }
  await run(runner, binaries.initdb, [
    ...['--pgdata', unfinished, '--username', SUPERUSER, '--pwfile', passwords, '--auth', 'scram-sha-256'],
    // The builtin provider folds the case of É on every platform; the C library's own C locale does not.
    ...['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'],
    '--no-instructions',
  ]);
  await rename(passwords, passwordFileOf(unfinished));
  await putInPlace(unfinished, cluster);
}

async function putInPlace(unfinished: string, cluster: string): Promise<void> {
  try {
    await rename(unfinished, cluster);
  } catch (error) {
    // Another process was quicker: its cluster is the one to use.
    if (!hasCode(error, 'EEXIST', 'ENOTEMPTY') || (await versionOf(cluster)) === null) throw error;
    await rm(unfinished, { recursive: true });
  }
}

/** Data that root's server wrote as root passes to the user as whom the server can run from now on. */
async function takeOver(cluster: string, runner: Runner): Promise<void> {
  if (!runner.user || (await stat(cluster)).uid === runner.user.uid) return;
  const { uid, gid } = runner.user;
  await run({ wrapper: [], cwd: runner.cwd }, 'chown', ['-R', `${uid}:${gid}`, cluster]);
}

/** What lies there and is no cluster is kept under another name: it may be somebody's. */
async function setAside(cluster: string, log: (line: string) => void): Promise<void> {
  const content = await unlessMissing(readdir(cluster));
  if (content === null || content.length === 0) return;
  const aside = `${cluster}.incomplete-${Date.now()}`;
  await rename(cluster, aside);
  log(`${cluster} was no complete database; it is now ${aside}`);
}

async function versionOf(cluster: string): Promise<string | null> {
  const text = await unlessMissing(readFile(join(cluster, 'PG_VERSION'), 'utf8'));
  return text && text.trim();
}

function refuseOtherVersion(cluster: string, version: string, printed: string): void {
  const own = /\d+/.exec(printed)?.[0] ?? '';
  if (version === own) return;
  throw new EmbeddedError(
    `${cluster} was made by PostgreSQL ${version}, and this Kitroom brings PostgreSQL ${own}. Dump it with the older ` +
      'Kitroom (pg_dump) and restore it into a new folder, or go back to that version.',
  );
}

/** Removes what earlier starts left half done; the process that was at it is in the name. */
async function sweepUnfinished(cluster: string): Promise<void> {
  const marker = `${basename(cluster)}.new-`;
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(marker)) continue;
    const maker = Number.parseInt(name.slice(marker.length), 10);
    if (maker !== process.pid && isAlive(maker)) continue;
    await rm(join(dirname(cluster), name), { recursive: true, force: true });
  }
}

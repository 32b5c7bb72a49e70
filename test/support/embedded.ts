import { spawn, type ChildProcessWithoutNullStreams, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findPostmaster, readPostmaster } from '../../src/database/embedded/postmaster.js';

/** What the embedded server of a test process says about itself. */
export interface Announcement {
  readonly url?: string;
  readonly adminUrl?: string;
  readonly error?: string;
}

/** A process that uses the embedded server of a folder; see embedded-process.ts. */
export interface KitroomProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly announcement: Announcement;
}

/** Sets a process going on a folder. */
export function spawnProcess(dataDir: string, options: SpawnOptions = {}): ChildProcessWithoutNullStreams {
  // Relative to the working directory, so that a test may run a copy of the project.
  const [loader, script] = ['./test/setup/typescript.mjs', './test/support/embedded-process.ts'];
  return spawn(process.execPath, ['--import', loader, script, dataDir], { ...options, stdio: 'pipe' });
}

/** Starts a process on a folder and waits for its announcement. */
export async function startProcess(dataDir: string, options: SpawnOptions = {}): Promise<KitroomProcess> {
  const child = spawnProcess(dataDir, options);
  let [printed, complaints] = ['', ''];
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  child.stderr.on('data', (chunk) => (complaints += String(chunk)));
  const closed = once(child, 'close');
  while (!printed.includes('\n') && child.exitCode === null)
    await Promise.race([once(child.stdout, 'data'), closed]);
  if (printed === '') throw new Error(`The process ended early. ${complaints}`);
  return { child, announcement: JSON.parse(printed) as Announcement };
}

/** Lets a process stop in order. */
export async function leave({ child }: KitroomProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.stdin.end();
  await exit;
}

/** Kills a process as the system does when memory is short. */
export async function kill({ child }: KitroomProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** The first value of the first row, by a connection of its own. */
export async function valueOf(url: string | undefined, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  // The end of a connection also reaches its query or its connect(), which are waited for here.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<[unknown]>({ text: statement, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** The number of the server process of a data folder, by its own file; null where none runs. */
export async function serverPid(dataDir: string): Promise<number | null> {
  return (await readPostmaster(join(dataDir, 'postgres')))?.pid ?? null;
}

/** An empty folder for one test. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'kitroom-embedded-'));
}

/** Ends a server that a failed test left on the folder. */
export async function endServer(dataDir: string): Promise<void> {
  const cluster = join(dataDir, 'postgres');
  const left = await findPostmaster(cluster);
  if (left === null) return;
  process.kill(left.pid, 'SIGQUIT');
  while ((await findPostmaster(cluster))?.pid === left.pid) await sleep(20);
}

/** Ends whatever serves the folder, and removes it. */
export async function removeFolder(folder: string): Promise<void> {
  await endServer(folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
}

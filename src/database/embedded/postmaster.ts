import { readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { hasCode } from './embedded-error.js';
import { unlessMissing } from './files.js';

/** Milliseconds after which a `postmaster.pid` that cannot be read is not being written any more. */
const LONGEST_WRITE = 1_000;

/** What a running server writes into `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  /** The data folder that it serves. */
  readonly folder: string;
  readonly port: number;
  /** False while it starts or stops. */
  readonly ready: boolean;
}

/** Reads the lines of a `postmaster.pid`; null where it is empty or cut off, as for a moment at its start. */
export function parsePostmaster(text: string): Postmaster | null {
  const lines = text.split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (![pid, port].every((number) => Number.isInteger(number) && number > 0)) return null;
  return { pid, folder: lines[1] ?? '', port, ready: lines[7] === 'ready' };
}

/**
 * The server that runs on a cluster now, ours or another Kitroom's; null where none does.
 * A file that names a process which is something else by now is removed, and so is one that a power cut left empty.
 * PostgreSQL would refuse to start; with the first that happens after every crash in a container, where pids come
 * round again.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const postmaster = await readPostmaster(cluster);
  if (postmaster !== null && !isAlive(postmaster.pid)) return null;
  const ours = postmaster !== null && resolve(postmaster.folder) === cluster;
  if (ours && (await serves(postmaster.pid, cluster))) return postmaster;
  if (postmaster !== null || (await ageOf(fileIn(cluster))) > LONGEST_WRITE)
    await rm(fileIn(cluster), { force: true });
  return null;
}

/** What the cluster's `postmaster.pid` says, true or not. */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await unlessMissing(readFile(fileIn(cluster), 'utf8'));
  return text === null ? null : parsePostmaster(text);
}

/** Whether a process of that number exists and is ours to signal. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH', 'EPERM')) return false;
    throw error;
  }
}

function fileIn(cluster: string): string {
  return join(cluster, 'postmaster.pid');
}

async function ageOf(file: string): Promise<number> {
  const found = await unlessMissing(stat(file));
  return found === null ? 0 : Date.now() - found.mtimeMs;
}

/** Whether this process runs a server on the cluster; one that has ended and waits to be reaped does not. */
export async function serves(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // On Windows PostgreSQL itself asks whether the process is a server: it signals by a pipe that only servers have.
  if (process.platform === 'win32') return true;
  const command = await commandOf(pid);
  return command.includes('postgres') && command.includes(cluster);
}

/** A process's command line; empty for one that has ended or is only waiting to be reaped. */
async function commandOf(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux')
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    return (await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)])).stdout;
  } catch (error) {
    // ps ends with 1 where there is no such process.
    if (hasCode(error, 'ENOENT', 'ESRCH', '1')) return '';
    throw error;
  }
}

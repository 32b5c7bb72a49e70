import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Where the server under test runs, alone; everything else runs on the other core. */
const SERVER_CORE = '0';
const OTHER_CORE = '1';

/** Whether processes can be held on cores of their own: on Linux with two cores. */
export const canPin = (): boolean =>
  process.platform === 'linux' && availableParallelism() > 1 && hasTaskset();

/** Holds this process, and those that it starts from now on, off the server's core. */
export function leaveServerCore(): void {
  execFileSync('taskset', ['-acp', OTHER_CORE, String(process.pid)]);
}

/** The command that runs another one on the server's core. */
export const onServerCore = (pinned: boolean): readonly string[] =>
  pinned ? ['taskset', '-c', SERVER_CORE] : [];

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version']);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}

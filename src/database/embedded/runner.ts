import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { promisify } from 'node:util';
import { EmbeddedError, messageOf } from './embedded-error.js';

/** As whom and behind what the server's programs run. */
export interface Runner {
  /** Commands in front of the program, each of which replaces itself by the next, so that the pid stays. */
  readonly wrapper: readonly string[];
  /** The user to become; only root can. Absent: the user who runs Node. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** A working directory that this user may enter. */
  readonly cwd: string;
}

/**
 * Runs a program to its end and gives what it printed.
 * @throws EmbeddedError with the program's own words if it fails or cannot be started
 */
export async function run(runner: Runner, program: string, args: readonly string[]): Promise<string> {
  const [file, ...rest] = commandLine(runner, program, args);
  try {
    const { stdout } = await promisify(execFile)(file, rest, { cwd: runner.cwd, ...runner.user });
    return stdout;
  } catch (cause) {
    throw new EmbeddedError(`${program} failed. ${wordsOf(cause)}`, { cause });
  }
}

/** Starts a program that outlives its caller; everything it prints goes to the open file `log`. */
export function launch(runner: Runner, program: string, args: readonly string[], log: number): ChildProcess {
  const [file, ...rest] = commandLine(runner, program, args);
  const child = spawn(file, rest, {
    cwd: runner.cwd,
    ...runner.user,
    // A session of its own: Ctrl-C in the terminal must reach Node only, which then stops the server in order.
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  return child;
}

function commandLine(runner: Runner, program: string, args: readonly string[]): [string, ...string[]] {
  const [first, ...wrapper] = runner.wrapper;
  return first === undefined ? [program, ...args] : [first, ...wrapper, program, ...args];
}

function wordsOf(cause: unknown): string {
  const printed =
    typeof cause === 'object' && cause !== null && 'stderr' in cause ? String(cause.stderr).trim() : '';
  return printed || messageOf(cause);
}

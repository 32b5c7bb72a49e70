import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The package of the generators: one of its own, because they want an older TypeScript. */
export const TOOLS = join(import.meta.dirname, '../generated-client');

/** Notes whether something holds. */
export type Check = (what: string, holds: boolean) => void;

export interface Tally {
  readonly check: Check;
  passed: number;
  failed: number;
}

/** Counts what holds and what does not, and prints each. */
export function newTally(): Tally {
  const tally: Tally = {
    passed: 0,
    failed: 0,
    check: (what, holds) => {
      if (holds) tally.passed += 1;
      else tally.failed += 1;
      process.stdout.write(`${holds ? 'ok    ' : 'FAILED'} ${what}\n`);
    },
  };
  return tally;
}

/** Runs a tool of the package; what it complains of is shown. Resolves to whether it was content. */
export const tool = (name: string, ...parameters: readonly string[]): Promise<boolean> =>
  run(join(TOOLS, 'node_modules/.bin', name), TOOLS, parameters);

/** Runs a command in a folder, as `tool` does. */
export async function run(command: string, folder: string, parameters: readonly string[]): Promise<boolean> {
  try {
    await promisify(execFile)(command, [...parameters], { cwd: folder });
    return true;
  } catch (error) {
    const { stdout, stderr } = { stdout: '', stderr: '', ...(error as object) };
    process.stdout.write(`${stdout}${stderr}\n`);
    return false;
  }
}

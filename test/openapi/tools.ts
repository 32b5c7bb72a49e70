import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './documents.js';

export const TOOLS = join(ROOT, 'tools/openapi');

interface Ended {
  readonly succeeded: boolean;
  readonly output: string;
}

/** Runs a program to its end, however that is. */
export async function run(program: string, ...parameters: readonly string[]): Promise<Ended> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  try {
    const options = { cwd: TOOLS, env, maxBuffer: 64 * 1024 * 1024 };
    const { stdout, stderr } = await promisify(execFile)(program, [...parameters], options);
    return { succeeded: true, output: stdout + stderr };
  } catch (error) {
    const { stdout, stderr } = { stdout: '', stderr: '', ...(error as object) };
    return { succeeded: false, output: stdout + stderr };
  }
}

/** Runs a tool of `tools/openapi`. */
export const tool = (name: string, ...parameters: readonly string[]): Promise<Ended> =>
  run(join(TOOLS, 'node_modules/.bin', name), ...parameters);

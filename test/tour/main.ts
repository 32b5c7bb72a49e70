/**
 * Takes the README's tour: pastes its blocks, one after the other, into one bash, against the built server, and compares
 * what they print with what the README shows. Needs bash and curl.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startBuiltServer } from '../support/built-server.js';
import { findDifferences, readSteps, type Step } from './steps.js';

const README = join(import.meta.dirname, '../../README.md');
const ADDRESS = 'http://localhost:5000';
/** A line between what two blocks print. */
const BETWEEN = '--- next block ---';

const steps = readSteps(await readFile(README, 'utf8'), 'A tour');
const server = await startBuiltServer();
try {
  const printed = await run(steps, server.url);
  const faults = steps.map((step, at) => faultsOf(step, printed[at] ?? ''));
  const failed = faults.filter((each) => each.length > 0);
  process.stdout.write(`${failed.flat().join('\n')}\n`);
  process.stdout.write(`Tour: ${steps.length - failed.length} passed, ${failed.length} failed\n`);
  process.exitCode = failed.length > 0 || steps.length === 0 ? 1 : 0;
} finally {
  await server.stop();
}

/** What each block prints; throws where a command fails, as curl does here at any answer that is an error. */
async function run(blocks: readonly Step[], url: string): Promise<readonly string[]> {
  const home = await mkdtemp(join(tmpdir(), 'kitroom-curl-'));
  await writeFile(join(home, '.curlrc'), 'fail-with-body\n');
  const script = blocks.map(({ commands }) => commands.replaceAll(ADDRESS, url)).join(`echo '${BETWEEN}'\n`);
  try {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: { ...process.env, CURL_HOME: home },
    });
    return stdout.split(`${BETWEEN}\n`);
  } finally {
    await rm(home, { recursive: true });
  }
}

function faultsOf({ commands, prints }: Step, printed: string): readonly string[] {
  const lines = printed.split('\n').filter((line) => line !== '');
  if (lines.length !== prints.length)
    return [`${commands}\nprinted ${lines.length} lines, not ${prints.length}`];
  const faults = lines.flatMap((line, at) => findDifferences(JSON.parse(line), prints[at]));
  return faults.length > 0 ? [commands, ...faults] : [];
}

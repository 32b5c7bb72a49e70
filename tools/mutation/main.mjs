/**
 * `npm run test:mutation -- [AREA…] [--fresh]`: changes the sources in small ways and counts the changes that no test
 * notices. Runs the areas named, or all; `--fresh` forgets what earlier runs found out. Fails where an area's score is
 * below the threshold. What it found is in `coverage/mutation`.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AREAS } from './areas.mjs';
import { forgetDoubtful, readReport } from './reports.mjs';
import { countsOf, survivorsOf, tableOf, THRESHOLD } from './summary.mjs';

const FOLDER = 'coverage/mutation';
const STRYKER = join(import.meta.dirname, 'node_modules/.bin/stryker');

const { values, positionals } = parseArgs({
  options: { fresh: { type: 'boolean' } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(AREAS);
const unknown = names.filter((name) => !Object.hasOwn(AREAS, name));
if (unknown.length > 0) {
  console.error(`There is no area ${unknown.join(', ')}: ${Object.keys(AREAS).join(', ')}.`);
  process.exit(2);
}

await mkdir(FOLDER, { recursive: true });
const stopDatabase = await startDatabase();
const rows = [];
try {
  for (const name of names) rows.push({ name, ...(await mutate(name)) });
} finally {
  await stopDatabase();
}
console.log(tableOf(rows));
process.exitCode = rows.every(({ score }) => score >= THRESHOLD) ? 0 : 1;

/** The one that the tests use, for as long as all areas run; only where one of them wants it. */
async function startDatabase() {
  if (!names.some((name) => AREAS[name].database)) return () => undefined;
  const { startTestServer, stopTestServer } = await import('../../test/setup/test-server.ts');
  await startTestServer();
  return stopTestServer;
}

async function mutate(name) {
  const report = join(FOLDER, `${name}.report.json`);
  const earlier = join(FOLDER, `${name}.json`);
  if (values.fresh) await rm(earlier, { force: true });
  else await forgetDoubtful(earlier);
  await rm(report, { force: true });
  const env = { ...process.env, MUTATION_AREA: name, MUTATION_FOLDER: FOLDER };
  const config = join(import.meta.dirname, 'stryker.config.mjs');
  const run = spawn(STRYKER, ['run', config], { env, stdio: 'inherit' });
  const [code] = await once(run, 'exit');
  if (code !== 0) throw new Error(`Stryker ended with ${code} on ${name}.`);
  const { files } = await readReport(report);
  console.log(survivorsOf(files));
  return countsOf(files);
}

/** One area's run; `main.mjs` says which, and where its files go. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AREAS } from './areas.mjs';
import { filesOf, rangesOf } from './files-of.mjs';

const { MUTATION_AREA: name = '', MUTATION_FOLDER: folder = '' } = process.env;
const { mutate, functions, tests, database = false } = AREAS[name];

export default {
  mutate: functions ? await rangesOf(mutate, functions) : mutate,
  plugins: [new URL('./runner/plugin.mjs', import.meta.url).pathname],
  testRunner: 'in-process',
  testRunnerNodeArgs: [
    '--import',
    new URL('./runner/register.mjs', import.meta.url).pathname,
    '--no-warnings',
  ],
  inProcess: { files: await filesOf(tests) },
  // What was loaded for earlier mutants is never freed: a fresh process now and then.
  maxTestRunnerReuse: database ? 40 : 150,
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', 'data', 'clients', 'tools', 'docs/openapi', '.ci'],
  tempDirName: join(tmpdir(), `kitroom-mutation-${process.pid}`),
  incremental: true,
  incrementalFile: `${folder}/${name}.json`,
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: `${folder}/${name}.report.json` },
  concurrency: 1,
  // On a busy machine a short patience would take what is slow for what never ends.
  timeoutMS: 60_000,
  warnings: { unknownOptions: false, slow: false },
};

/**
 * A test runner for Stryker. It loads sources and tests afresh for each mutant, as jest does, but in a process that has
 * loaded the packages already, takes only the files whose tests reach the mutant, and ends at the first failure. What
 * runs in a `beforeAll` counts for the tests of its suite.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declareFactoryPlugin, commonTokens, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import { gather } from './globals.mjs';
import { runFile, testsOf } from './run-file.mjs';

const stryker = (globalThis.__stryker__ ??= {});
let loads = 0;

class InProcessRunner {
  /** Which file has a test, by its id. */
  fileOf = new Map();

  constructor(options) {
    this.files = options.inProcess.files;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const results = await this.run(
      this.files,
      () => true,
      () => false,
    );
    const mutantCoverage = shareOut(stryker.mutantCoverage);
    return { status: DryRunStatus.Complete, tests: results, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, disableBail, hitLimit }) {
    stryker.mutantCoverage = undefined;
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.hitLimit = hitLimit;
    const wanted = testFilter && new Set(testFilter);
    const files = wanted
      ? this.files.filter((file) => testFilter.some((id) => id.startsWith(`${file} `)))
      : this.files;
    stryker.activeMutant = activeMutant.id;
    process.env.__STRYKER_ACTIVE_MUTANT__ = activeMutant.id;
    const results = await this.run(
      files,
      ({ id }) => !wanted || wanted.has(id),
      (failure) => failure !== null && !disableBail,
    );
    stryker.activeMutant = undefined;
    delete process.env.__STRYKER_ACTIVE_MUTANT__;
    const endless = determineHitLimitReached(stryker.hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests: results }, disableBail);
  }

  async run(files, wanted, endsWith) {
    const results = [];
    const take = ({ id, ms, failure }) => {
      results.push(toResult(id, ms, failure, this.fileOf.get(id)));
      return endsWith(failure);
    };
    loads += 1;
    for (const file of files) {
      stryker.currentTestId = undefined;
      const root = await load(file).catch((error) => error);
      if (root instanceof Error) {
        if (take({ id: `${file} is loaded`, ms: 0, failure: root })) break;
        continue;
      }
      for (const { id } of testsOf(root)) this.fileOf.set(id, file);
      if (await runFile(root, wanted, { scope, test: take })) break;
    }
    stryker.currentTestId = undefined;
    return results;
  }
}

const load = (file) =>
  gather(file, () => import(`${pathToFileURL(join(process.cwd(), file)).href}?run=${loads}`));

/** Several ids are one to Stryker until they are shared out. */
const SEPARATOR = '\u0000';
const scope = (ids) => {
  stryker.currentTestId = ids.join(SEPARATOR);
};

function shareOut({ static: always, perTest }) {
  const shared = {};
  for (const [scopes, hits] of Object.entries(perTest)) {
    for (const id of scopes.split(SEPARATOR)) {
      shared[id] ??= {};
      for (const [mutant, count] of Object.entries(hits))
        shared[id][mutant] = (shared[id][mutant] ?? 0) + count;
    }
  }
  return { static: always, perTest: shared };
}

const toResult = (id, ms, failure, file) => ({
  id,
  name: id,
  timeSpentMs: Math.round(ms),
  fileName: file && join(process.cwd(), file),
  ...(failure === null
    ? { status: TestStatus.Success }
    : { status: TestStatus.Failed, failureMessage: failure.stack ?? failure.message }),
});

const createRunner = Object.assign((options) => new InProcessRunner(options), {
  inject: tokens(commonTokens.options),
});

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'in-process', createRunner)];

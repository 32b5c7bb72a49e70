/** Runs the tests of one file that are wanted, in their order, with the hooks of their suites. */

const TEST_MS = 20_000;

const isTest = (node) => node.body !== undefined;

/** All tests under a suite, each with an id that no other has. */
export function testsOf(root) {
  const ids = new Map();
  const walk = (node, path) => {
    if (!isTest(node)) return node.children.flatMap((child) => walk(child, `${path} ${child.name}`));
    const seen = ids.get(path) ?? 0;
    ids.set(path, seen + 1);
    node.id = seen === 0 ? path : `${path} (${seen + 1})`;
    return [node];
  };
  return walk(root, root.name);
}

/**
 * @param wanted says whether a test is to be run
 * @param on `scope(ids)` is told whose code runs next, `test(result)` how a test ended; where it answers true, no other
 *   test is started.
 */
export async function runFile(root, wanted, on) {
  const run = { wanted, on, ended: false };
  await runSuite(root, run, null);
  return run.ended;
}

const wantedIn = (node, wanted) =>
  isTest(node) ? (wanted(node) ? [node] : []) : node.children.flatMap((child) => wantedIn(child, wanted));

async function runSuite(suite, run, failure) {
  const tests = wantedIn(suite, run.wanted);
  if (tests.length === 0 || run.ended) return;
  const ids = tests.map(({ id }) => id);
  run.on.scope(ids);
  let broken = failure ?? (await failureOf(suite.beforeAll));
  for (const child of suite.children) {
    if (!isTest(child)) await runSuite(child, run, broken);
    else if (run.wanted(child) && !run.ended) await runTest(child, run, broken);
  }
  run.on.scope(ids);
  broken = await failureOf(suite.afterAll);
  if (broken && !run.ended) run.ended = run.on.test({ id: ids.at(-1), ms: 0, failure: broken });
}

async function runTest(test, run, broken) {
  run.on.scope([test.id]);
  const start = performance.now();
  const suites = [];
  for (let suite = test.parent; suite !== null; suite = suite.parent) suites.unshift(suite);
  const before = suites.flatMap(({ beforeEach }) => beforeEach);
  const after = suites.reverse().flatMap(({ afterEach }) => afterEach);
  const failure = broken ?? (await failureOf([...before, test.body]));
  const late = broken ? null : await failureOf(after);
  run.ended = run.on.test({ id: test.id, ms: performance.now() - start, failure: failure ?? late });
}

/** Of the first that fails, or null. */
async function failureOf(bodies) {
  for (const body of bodies) {
    const failure = await inTime(body);
    if (failure !== null) return failure;
  }
  return null;
}

async function inTime(body) {
  const { promise, resolve } = deferred();
  const timer = setTimeout(() => resolve(new Error(`Not done in ${TEST_MS} ms.`)), TEST_MS);
  const stray = (error) => resolve(asError(error));
  process.on('uncaughtException', stray);
  process.on('unhandledRejection', stray);
  try {
    const done = Promise.resolve(body()).then(() => null, asError);
    return await Promise.race([done, promise]);
  } catch (error) {
    return asError(error);
  } finally {
    clearTimeout(timer);
    process.off('uncaughtException', stray);
    process.off('unhandledRejection', stray);
  }
}

const asError = (error) => (error instanceof Error ? error : new Error(String(error)));

function deferred() {
  let resolve;
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}

/**
 * Stands in for `@jest/globals`: the same words, by jest's own `expect`, `each` and mocks, which gather the tests of a
 * file into a tree that can be run in part and more than once.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');
export const { expect } = require('expect');

const HOOKS = ['beforeAll', 'beforeEach', 'afterEach', 'afterAll'];

const newSuite = (name, parent) => ({
  name,
  parent,
  children: [],
  ...Object.fromEntries(HOOKS.map((hook) => [hook, []])),
});

let suite = newSuite('', null);

/** The tests that `load` declares, as those of one file. */
export async function gather(name, load) {
  const root = newSuite(name, null);
  suite = root;
  await load();
  return root;
}

const hook = (name) => (body) => {
  suite[name].push(body);
};
export const [beforeAll, beforeEach, afterEach, afterAll] = HOOKS.map(hook);

const declareSuite = (name, body) => {
  const inner = newSuite(name, suite);
  suite.children.push(inner);
  suite = inner;
  body();
  suite = inner.parent;
};

const declareTest = (name, body) => {
  suite.children.push({ name, parent: suite, body });
};

const nothing = () => undefined;
const withEach = (declare) => Object.assign(declare, { each: bind(declare), skip: nothing });
export const describe = withEach((name, body) => declareSuite(String(name), body));
export const it = withEach((name, body) => declareTest(name, body));
export const test = it;

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({
  global: globalThis,
  config: { fakeTimers: {}, rootDir: process.cwd() },
});

export const jest = {
  fn: (body) => mocker.fn(body),
  spyOn: (target, name) => mocker.spyOn(target, name),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  setSystemTime: (now) => timers.setSystemTime(now),
  setTimeout: nothing,
};

import { availableParallelism } from 'node:os';

export default {
  // Each worker opens some dozens of connections to the one PostgreSQL of the run.
  maxWorkers: Math.min(4, availableParallelism()),
  // Jest keeps something of each test file: a worker that has grown starts afresh.
  workerIdleMemoryLimit: '1GB',
  testMatch: ['<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its ES modules import JSON in the older way, of which jest warns at each test file.
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
  },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  globalSetup: '<rootDir>/test/setup/global-setup.mjs',
  globalTeardown: '<rootDir>/test/setup/global-teardown.mjs',
  testTimeout: 30_000,
};

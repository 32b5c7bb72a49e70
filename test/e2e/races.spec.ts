import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Arena } from '../races/arena.js';
import { race } from '../races/run.js';
import { scenarios } from '../races/scenarios.js';

/** One meets at a gate, one does not; `npm run test:races` races for long. */
const ROUNDS = 2;

let arena: Arena;
beforeAll(async () => {
  arena = await Arena.open();
}, 60_000);
afterAll(async () => {
  expect(await arena.close()).toEqual([0, 0]);
}, 30_000);

it.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  'leaves the club as it should be when %s',
  async (_name, scenario) => {
    const { complaints, faults, requests } = await race(arena, scenario, ROUNDS);
    expect(complaints).toEqual([]);
    expect(faults).toBe(0);
    expect(requests).toBeGreaterThanOrEqual(ROUNDS * 2);
  },
);

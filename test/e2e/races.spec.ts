import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Arena } from '../races/arena.js';
import { by, type End, unmet, winners } from '../races/race.js';
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

it('is a test that tells of refusals and ends that should not be', async () => {
  const nobody = arena.bearer('', null);
  const scenario = {
    name: 'nobody asks who they are',
    prepare: () => ({
      asks: [by(nobody, ({ plain }) => plain.get('/me')), by(arena.admin, ({ plain }) => plain.get('/me'))],
      refusals: [],
      judge: (ends: readonly End[]) => unmet({ 'nobody succeeds': winners(ends).length === 0 }),
    }),
  };
  const { complaints, refusals } = await race(arena, scenario, 1);
  expect(refusals).toEqual({ '401 TOKEN_MISSING': 1 });
  expect(complaints).toEqual([
    expect.stringContaining('somebody was told 401 TOKEN_MISSING'),
    expect.stringContaining('nobody succeeds'),
  ]);
});

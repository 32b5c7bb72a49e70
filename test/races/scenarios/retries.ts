import { randomUUID } from 'node:crypto';
import type { Member } from '../../support/club.js';
import { runBody } from '../../support/run-body.js';
import type { Arena } from '../arena.js';
import { by, type Race, type Scenario, unmet, winners, won } from '../race.js';
import { gateAtItem, holderOf, item, keyed, loansOf, member } from '../world.js';

const UNDER_WAY = '409 IDEMPOTENCY_KEY_IN_USE';
const OTHER = '422 IDEMPOTENCY_KEY_REUSED';
const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const runsOf = (arena: Arena, { username }: Member) =>
  arena.rows<{ id: string; distance: number }>(
    'SELECT runs.id, distance FROM runs JOIN users ON users.id = user_id WHERE username = $1',
    [username],
  );

/** Of four copies of one request, all that succeed are told the same, and so is who asks again later. */
async function sameRequest(arena: Arena): Promise<Race> {
  const runner = await member(arena);
  const post = ({ plain }: Member) => plain.post('/runs', runBody(), key);
  const key = keyed();
  return {
    asks: times(4, () => by(runner, post)),
    refusals: [UNDER_WAY],
    judge: async (ends) => {
      const later = await Promise.all([0, 1].map((server) => post(arena.at(server, runner))));
      const bodies = new Set([...winners(ends), ...later].map(({ body }) => JSON.stringify(body)));
      const stored = await runsOf(arena, runner);
      return unmet({
        'one succeeds': winners(ends).length > 0,
        'all are told the same': bodies.size === 1,
        'later ones are told that it was done': later.every(({ headers }) =>
          headers.has('idempotency-replayed'),
        ),
        'there is one run, the one that was told':
          stored.length === 1 && stored[0]?.id === later[0]?.body.run.id,
      });
    },
  };
}

async function sameLoan(arena: Arena): Promise<Race> {
  const [borrower, id, key] = [await member(arena), await item(arena), keyed()];
  return {
    asks: times(3, () => by(borrower, ({ plain }) => plain.post('/loans', { item: id }, key))),
    gate: gateAtItem(id),
    refusals: [UNDER_WAY],
    judge: async (ends) =>
      unmet({
        'one succeeds': winners(ends).length > 0,
        'all are told the same': new Set(winners(ends).map(({ body }) => body.loan.id)).size === 1,
        'it is lent once': (await loansOf(arena, id)).length === 1,
        'who borrowed it holds it': (await holderOf(arena, id)) === borrower.username,
      }),
  };
}

async function sameKeyOtherBody(arena: Arena): Promise<Race> {
  const [runner, key] = [await member(arena), randomUUID()];
  const distances = [4000, 5000, 6000];
  return {
    asks: distances.map((distance) =>
      by(runner, ({ plain }) => plain.post('/runs', runBody({ distance }), keyed(key))),
    ),
    refusals: [UNDER_WAY, OTHER],
    judge: async (ends) => {
      const stored = await runsOf(arena, runner);
      const again = await runner.plain.post('/runs', runBody({ distance: 7000 }), keyed(key));
      return unmet({
        'one succeeds': winners(ends).length === 1,
        'there is one run, the one that was told':
          stored.length === 1 && stored[0]?.distance === distances[ends.findIndex(won)],
        'the key is spent': again.status === 422,
      });
    },
  };
}

export const retries: readonly Scenario[] = [
  { name: 'one run is posted four times under one key', prepare: sameRequest },
  { name: 'one loan is asked for three times under one key', prepare: sameLoan },
  { name: 'three runs are posted under one key', prepare: sameKeyOtherBody },
];

import { LENDER } from './data/tokens.js';
import { RUNS_OF_A_RUNNER, type Size } from './data/size.js';
import type { Random } from '../src/demo/random.js';

/** A request, and what makes its answer a good one. */
export interface BenchRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly member: number;
  readonly body?: object;
  readonly expect: number;
}

/** What one connection asks, request by request. */
export type Script = () => BenchRequest;

export interface Case {
  readonly name: string;
  /** Gives each connection a script of its own: no two of them touch the same item. */
  readonly script: (random: Random, size: Size, connection: number, connections: number) => Script;
}

const get = (member: number, path: string): BenchRequest => ({ method: 'GET', path, member, expect: 200 });

/** What issue and documentation call them; the first answer of each is compared byte by byte. */
export const cases: readonly Case[] = [
  {
    name: 'one run',
    script:
      (random, { runners }) =>
      () => {
        // The runs of the runners were stored first and in turn, so their ids tell whose they are.
        const id = random.whole(1, runners * RUNS_OF_A_RUNNER);
        return get(1 + (id % runners), `/runs/${id}`);
      },
  },
  {
    name: 'page of 20 runs, newest first, with count',
    script:
      (random, { runners }) =>
      () =>
        get(random.whole(1, runners), '/runs'),
  },
  {
    name: 'weekly report of 1 000 runs',
    script:
      (random, { runners }) =>
      () =>
        get(random.whole(1, runners), '/runs/summary'),
  },
  {
    name: 'post a run (weather off)',
    script:
      (random, { members, runners }) =>
      () => ({
        method: 'POST',
        path: '/runs',
        member: random.whole(runners + 1, members),
        body: { data: { type: 'run', attributes: runAttributes(random) } },
        expect: 201,
      }),
  },
  {
    name: 'lend and return',
    script: (random, { items, openLoans, members }, connection, connections) => {
      const own = Math.floor((items - openLoans) / connections);
      let item = 0;
      let lent = false;
      return () => {
        if (!lent) item = 1 + connection * own + random.whole(0, own - 1);
        lent = !lent;
        return lendTo(`item-${item}`, lent ? `member-${random.whole(1, members)}` : null);
      };
    },
  },
];

function runAttributes(random: Random): object {
  const start = Date.UTC(2026, 0, 1) + random.whole(0, 8_000_000) * 1000;
  return {
    start_time: new Date(start).toISOString(),
    end_time: new Date(start + random.whole(600, 7200) * 1000).toISOString(),
    distance: random.whole(1000, 30_000),
    start_lat: 47.9959,
    start_lng: 7.8522,
    end_lat: 48.0012,
    end_lng: 7.8431,
  };
}

function lendTo(id: string, username: string | null): BenchRequest {
  const loanedto = { data: username === null ? null : { type: 'user', id: username } };
  return {
    method: 'PUT',
    path: `/loan-items/${id}`,
    member: LENDER,
    body: { data: { type: 'loan-item', id, relationships: { loanedto } } },
    expect: 200,
  };
}

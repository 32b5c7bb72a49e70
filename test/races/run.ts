import { setTimeout as sleep } from 'node:timers/promises';
import { violations } from '../support/invariants.js';
import type { Arena } from './arena.js';
import { type Ask, type End, endOf, type Race, type Scenario, told, winners } from './race.js';

/** The longest that one starts after another by chance, in milliseconds. */
const JITTER = 3;
/** The longest that one of them is ahead of the others, so that each has a chance. */
const HEAD_START = 8;
/** How long a gate is held for those who have not come to it, in milliseconds. */
const PATIENCE = 40;
/** Lost to others three times: documented, and for the client to send again. */
const TRY_AGAIN = '503 TRY_AGAIN';

/** What came of many rounds. */
export interface Tally {
  readonly rounds: number;
  requests: number;
  winners: number;
  /** How often each refusal was answered. */
  readonly refusals: Record<string, number>;
  /** Answers that no client should see: 5xx but TRY_AGAIN. */
  faults: number;
  /** What was wrong, with the round. */
  readonly complaints: string[];
}

/** Races so many rounds; in every other one, where there is a gate, all meet at it. */
export async function race(arena: Arena, scenario: Scenario, rounds: number): Promise<Tally> {
  const tally: Tally = { rounds, requests: 0, winners: 0, refusals: {}, faults: 0, complaints: [] };
  for (let round = 0; round < rounds; round += 1) {
    const each = await scenario.prepare(arena);
    const ends = await (each.gate && round % 2 === 0 ? meet(arena, each) : start(arena, each.asks));
    count(tally, ends);
    const wrong = [
      ...strangers(each, ends),
      ...(isDecided(ends) ? await each.judge(ends) : []),
      ...(await newViolations(arena)),
    ];
    tally.complaints.push(...wrong.map((what) => `round ${round} (${told(ends)}): ${what}`));
  }
  return tally;
}

/** Sends all to the two servers in turn, at nearly the same instant. */
async function start(arena: Arena, asks: readonly Ask[]): Promise<readonly End[]> {
  const first = Math.random() < 0.5 ? 0 : 1;
  const ahead = Math.floor(Math.random() * asks.length);
  const headStart = Math.random() * HEAD_START;
  return Promise.all(
    asks.map(async (ask, index) => {
      await sleep((index === ahead ? 0 : headStart) + Math.random() * JITTER);
      return endOf(await ask((member) => arena.at(first + index, member)));
    }),
  );
}

/** Lets them go when they all stand before the gate, or those have had the time that come there. */
async function meet(arena: Arena, { asks, gate = ['', []] }: Race): Promise<readonly End[]> {
  const keeper = await arena.database.connect();
  try {
    await keeper.query('BEGIN');
    await keeper.query(...gate);
    const ends = start(arena, asks);
    const deadline = Date.now() + PATIENCE;
    while (Date.now() < deadline && (await waiting(arena)) < asks.length) await sleep(1);
    await keeper.query('ROLLBACK');
    return await ends;
  } finally {
    keeper.release();
  }
}

const waiting = async (arena: Arena): Promise<number> =>
  Number(
    await arena.value(
      `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    ),
  );

function count(tally: Tally, ends: readonly End[]): void {
  tally.requests += ends.length;
  tally.winners += winners(ends).length;
  tally.faults += ends.filter(({ status, refusal }) => status >= 500 && refusal !== TRY_AGAIN).length;
  for (const { refusal } of ends) {
    if (refusal !== null) tally.refusals[refusal] = (tally.refusals[refusal] ?? 0) + 1;
  }
}

/** Who is to try again has neither won nor lost. */
const isDecided = (ends: readonly End[]): boolean => ends.every(({ refusal }) => refusal !== TRY_AGAIN);

/** What one round has broken stays broken: it is told once. */
async function newViolations(arena: Arena): Promise<readonly string[]> {
  const found = await violations(arena.database);
  const news = found.filter((each) => !arena.broken.has(each));
  for (const each of news) arena.broken.add(each);
  return news;
}

/** Refusals that nobody should have got. */
const strangers = ({ refusals }: Race, ends: readonly End[]): readonly string[] =>
  ends
    .filter(({ refusal }) => refusal !== null && refusal !== TRY_AGAIN && !refusals.includes(refusal))
    .map(({ refusal, body }) => `somebody was told ${refusal}: ${JSON.stringify(body)}`);

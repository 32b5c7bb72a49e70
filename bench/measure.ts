import type { Script } from './cases/request.js';
import { type Round, runLoad } from './load/run-load.js';
import type { Target } from './load/target.js';
import { usageOf } from './load/usage.js';
import type { TokenOf } from './load/wire.js';
import type { Options } from './options.js';
import { median, medianOfKnown, type Spread, spreadOf } from './statistics.js';

/** A server, and what it is asked: a script for each connection. */
export interface Entrant {
  readonly name: string;
  readonly target: Target;
  readonly scripts: readonly Script[];
  readonly tokenOf: TokenOf;
}

/** Rounds of one server: medians, CPU milliseconds per request and peak memory in bytes (null where unknown). */
export interface Figures {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number | null;
  readonly peak: number | null;
}

/** A server beside the first one, round by round. */
export interface Comparison {
  /** How many of the first one's requests it handles in the same time. */
  readonly ratio: Spread;
  /** CPU time of the first one for a request, divided by its own. */
  readonly cpu: number | null;
  /** Its p99, divided by that of the first one. */
  readonly p99: number;
}

export interface Line {
  readonly name: string;
  readonly figures: Figures;
  /** Null for the first one itself. */
  readonly beside: Comparison | null;
}

/** One case, with a line for each server. */
export interface Result {
  readonly name: string;
  readonly lines: readonly Line[];
}

interface Turn extends Round {
  readonly cpu: number | null;
  readonly peak: number | null;
}

/** Lets servers take turns on the same data, so that whatever else the machine does meets all of them. */
export async function measure(
  name: string,
  entrants: readonly Entrant[],
  { rounds, seconds, warmup }: Pick<Options, 'rounds' | 'seconds' | 'warmup'>,
): Promise<Result> {
  for (const entrant of entrants) await turn(entrant, warmup);
  const turns = new Map<Entrant, Turn[]>(entrants.map((entrant) => [entrant, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [entrant, own] of turns) own.push(await turn(entrant, seconds));
  }
  const [first = []] = turns.values();
  const lines = [...turns].map(([entrant, own]) => ({
    name: entrant.name,
    figures: summarise(own),
    beside: own === first ? null : compare(own, first),
  }));
  return { name, lines };
}

async function turn({ target, scripts, tokenOf }: Entrant, seconds: number): Promise<Turn> {
  const before = await usageOf(target.pid);
  const round = await runLoad(target.port, scripts, tokenOf, seconds);
  const after = await usageOf(target.pid);
  if (!before || !after) return { ...round, cpu: null, peak: null };
  return { ...round, cpu: ((after.cpu - before.cpu) / round.requests) * 1000, peak: after.peak };
}

function summarise(turns: readonly Turn[]): Figures {
  return {
    requestsPerSecond: median(turns.map(({ requestsPerSecond }) => requestsPerSecond)),
    p50: median(turns.map(({ p50 }) => p50)),
    p99: median(turns.map(({ p99 }) => p99)),
    cpu: medianOfKnown(turns.map(({ cpu }) => cpu)),
    peak: turns.at(-1)?.peak ?? null,
  };
}

function compare(own: readonly Turn[], first: readonly Turn[]): Comparison {
  const pairs = own.flatMap((turn, round) => {
    const beside = first[round];
    return beside ? [{ turn, beside }] : [];
  });
  return {
    ratio: spreadOf(pairs.map(({ turn, beside }) => turn.requestsPerSecond / beside.requestsPerSecond)),
    cpu: medianOfKnown(pairs.map(({ turn, beside }) => turn.cpu && beside.cpu && beside.cpu / turn.cpu)),
    p99: median(pairs.map(({ turn, beside }) => turn.p99 / beside.p99)),
  };
}

import type { Script } from './cases.js';
import { type Round, runLoad } from './load/run-load.js';
import type { Target } from './load/target.js';
import { usageOf } from './load/usage.js';
import type { Options } from './options.js';

/** Rounds of one server: medians, CPU milliseconds per request and peak memory in bytes (null where unknown). */
export interface Figures {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number | null;
  readonly peak: number | null;
}

/** One case: both servers, and how many of the floor's requests the server handles in the same time. */
export interface Result {
  readonly name: string;
  readonly floor: Figures;
  readonly server: Figures;
  readonly ratio: { readonly median: number; readonly least: number; readonly most: number };
}

type TokenOf = (member: number) => string;

interface Turn extends Round {
  readonly cpu: number | null;
  readonly peak: number | null;
}

/** Lets floor and server take turns on the same data, so that whatever else the machine does meets both. */
export async function measure(
  name: string,
  targets: { readonly floor: Target; readonly server: Target },
  scripts: readonly Script[],
  tokenOf: TokenOf,
  { rounds, seconds, warmup }: Options,
): Promise<Result> {
  const { floor, server } = targets;
  await turn(floor, scripts, tokenOf, warmup);
  await turn(server, scripts, tokenOf, warmup);
  const pairs: (readonly [Turn, Turn])[] = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push([await turn(floor, scripts, tokenOf, seconds), await turn(server, scripts, tokenOf, seconds)]);
  }
  const ratios = pairs.map(([under, over]) => over.requestsPerSecond / under.requestsPerSecond);
  return {
    name,
    floor: summarise(pairs.map(([under]) => under)),
    server: summarise(pairs.map(([, over]) => over)),
    ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
  };
}

async function turn(
  target: Target,
  scripts: readonly Script[],
  tokenOf: TokenOf,
  seconds: number,
): Promise<Turn> {
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

function medianOfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

import { type BenchRequest, get, withQuery } from './cases/request.js';
import { pageAfter } from './cases/reading.js';
import type { Club } from './data/club.js';
import { ADMIN } from './data/members.js';
import { Connection } from './load/connection.js';
import { signedBytes, type TokenOf } from './load/wire.js';
import { median } from './statistics.js';

/** Milliseconds that the server takes for one request at a time, medians. */
export interface Growth {
  readonly firstPage: number;
  readonly deepPage: number;
  /** How many times as long as the first page the deep one takes. */
  readonly depth: number;
  readonly countOfRuns: number;
  readonly countOfLoans: number;
}

const WARMUP = 20;

/** How the server's answers hold out as lists grow. The requests take turns, so that noise meets all of them alike. */
export async function measureGrowth(
  port: number,
  { deep }: Club,
  tokenOf: TokenOf,
  samples: number,
): Promise<Growth> {
  const counted = { 'page[size]': '20' };
  const [firstPage = NaN, deepPage = NaN, countOfRuns = NaN, countOfLoans = NaN] = await latencies(
    port,
    [
      get(ADMIN, pageAfter(null)),
      get(ADMIN, pageAfter(deep[0] ?? null)),
      get(ADMIN, withQuery('/runs', counted)),
      get(ADMIN, withQuery('/loans', counted)),
    ],
    tokenOf,
    samples,
  );
  return { firstPage, deepPage, depth: deepPage / firstPage, countOfRuns, countOfLoans };
}

async function latencies(
  port: number,
  requests: readonly BenchRequest[],
  tokenOf: TokenOf,
  samples: number,
): Promise<readonly number[]> {
  const connection = await Connection.open(port);
  const sent = requests.map((request) => ({
    request,
    bytes: signedBytes(request, tokenOf),
    lasted: [] as number[],
  }));
  for (let sample = -WARMUP; sample < samples; sample += 1) {
    for (const { request, bytes, lasted } of sent) {
      const start = performance.now();
      const { status, body } = await connection.send(bytes);
      const milliseconds = performance.now() - start;
      if (status !== request.expect)
        throw new Error(`${request.path} answered ${status}: ${body.toString()}`);
      if (sample >= 0) lasted.push(milliseconds);
    }
  }
  connection.close();
  return sent.map(({ lasted }) => median(lasted));
}

/** A line for each, to be read by people. */
export const growthLines = (
  { firstPage, deepPage, depth, countOfRuns, countOfLoans }: Growth,
  { runs, closedLoans, openLoans }: Club,
): readonly string[] => [
  `Growth, depth: the first page by cursor takes ${firstPage.toFixed(2)} ms, the one at depth ${grouped(runs / 2)} ${deepPage.toFixed(2)} ms: ${depth.toFixed(2)} times as long`,
  `Growth, count: a page of all ${grouped(runs)} runs with count takes ${countOfRuns.toFixed(2)} ms, of all ${grouped(closedLoans + openLoans)} loans ${countOfLoans.toFixed(2)} ms`,
];

const grouped = (number: number): string => number.toLocaleString('en').replaceAll(',', ' ');

import type { Script } from '../cases/request.js';
import { Connection } from './connection.js';
import { signedBytes, type TokenOf } from './wire.js';

/** What one round of load showed. Times are milliseconds. */
export interface Round {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
}

/**
 * Keeps one request under way on each connection for so many seconds.
 * @throws Error where an answer has another status than its request expects
 */
export async function runLoad(
  port: number,
  scripts: readonly Script[],
  tokenOf: TokenOf,
  seconds: number,
): Promise<Round> {
  const connections = await Promise.all(scripts.map(() => Connection.open(port)));
  const start = performance.now();
  const until = start + seconds * 1000;
  const lasted = await Promise.all(
    connections.map((connection, index) => repeat(connection, scripts[index], tokenOf, until)),
  );
  const elapsed = performance.now() - start;
  for (const connection of connections) connection.close();
  const latencies = Float64Array.from(lasted.flat()).sort();
  return {
    requestsPerSecond: (latencies.length / elapsed) * 1000,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    requests: latencies.length,
  };
}

/** Ends between two requests, and where requests come in pairs, perhaps between those. */
async function repeat(
  connection: Connection,
  script: Script | undefined,
  tokenOf: TokenOf,
  until: number,
): Promise<number[]> {
  const latencies: number[] = [];
  while (script && performance.now() < until) {
    const request = script();
    const bytes = signedBytes(request, tokenOf);
    const sent = performance.now();
    const { status, body } = await connection.send(bytes);
    latencies.push(performance.now() - sent);
    if (status !== request.expect) throw new Error(`${request.path} answered ${status}: ${body.toString()}`);
  }
  return latencies;
}

/** The smallest value that at least this part of the sorted values reaches. */
export function percentile(sorted: Float64Array, part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? NaN;
}

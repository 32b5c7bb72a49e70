import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Script } from '../cases/request.js';
import { loadedDatabase } from '../data/loaded-database.js';
import { QUICK } from '../data/size.js';
import { tokenMaker } from '../data/tokens.js';
import { Connection } from '../load/connection.js';
import { endOnSignal } from '../load/end-on-signal.js';
import { SECRET_KEY, startKitroom } from '../load/kitroom.js';
import { residentOf } from '../load/resident.js';
import { usageOf } from '../load/usage.js';
import { signedBytes, type TokenOf } from '../load/wire.js';
import { Random } from '../../src/demo/random.js';
import { mixOf } from './mix.js';

const CONNECTIONS = 16;
const WARM = 50_000;
/** Milliseconds without a request, for what is closed and given back. */
const REST = 3000;
const COLLECTING = ['--expose-gc', '--import', new URL('collect.js', import.meta.url).href];
/** Pages of 1000 rows that are asked for at once. */
const PAGES = 8;

const { values } = parseArgs({ options: { requests: { type: 'string', default: '1000000' } } });
const tell = (line: string): void => void process.stdout.write(`${line}\n`);
const mb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Sends so many requests over all connections, one at a time on each; fails where an answer is not the expected one. */
async function send(
  port: number,
  count: number,
  scripts: readonly Script[],
  tokenOf: TokenOf,
): Promise<number> {
  let left = count;
  let bytes = 0;
  const work = async (script: Script): Promise<void> => {
    const connection = await Connection.open(port);
    while (left-- > 0) {
      const request = script();
      const { status, body } = await connection.send(signedBytes(request, tokenOf));
      bytes += body.length;
      if (status !== request.expect)
        throw new Error(`${request.path} answered ${status}: ${body.toString()}`);
    }
    connection.close();
  };
  await Promise.all(scripts.map(work));
  return bytes;
}

/** Without garbage, so that what grows is what is kept. */
async function resident(pid: number): Promise<number> {
  for (let turn = 0; turn < 2; turn += 1) {
    process.kill(pid, 'SIGUSR2');
    await sleep(REST);
  }
  return (await residentOf(pid)) ?? NaN;
}

const peak = async (pid: number): Promise<number> => (await usageOf(pid))?.peak ?? NaN;

/** `npm run bench:soak -- --requests N`: what the server's memory is after many requests, and what large pages cost. */
async function main(requests: number): Promise<void> {
  const database = await loadedDatabase(QUICK, tell);
  const server = await startKitroom(database.url, 1, COLLECTING);
  const end = async (): Promise<void> => {
    await server.stop();
    await database.drop();
  };
  endOnSignal(end);
  try {
    const tokenOf = tokenMaker(SECRET_KEY);
    const random = Random.of(1, 'soak');
    const scripts = Array.from({ length: CONNECTIONS }, () => mixOf(random, QUICK));
    const began = performance.now();
    await send(server.port, WARM, scripts, tokenOf);
    const before = await resident(server.pid);
    tell(`after ${WARM} requests: resident ${mb(before)}, peak ${mb(await peak(server.pid))}`);
    for (let sent = WARM; sent < requests; sent += WARM) {
      await send(server.port, Math.min(WARM, requests - sent), scripts, tokenOf);
      tell(
        `after ${Math.min(sent + WARM, requests)} requests: resident ${mb((await residentOf(server.pid)) ?? NaN)}`,
      );
    }
    const after = await resident(server.pid);
    tell(`after ${requests} requests and a rest: resident ${mb(after)}, peak ${mb(await peak(server.pid))}`);
    tell(`grown by ${mb(after - before)} in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    await measurePages(server, tokenOf);
  } finally {
    await end();
  }
}

/** Asks for large pages at once, again and again, and compares the peak with the bytes that were answered. */
async function measurePages({ port, pid }: { port: number; pid: number }, tokenOf: TokenOf): Promise<void> {
  const before = await peak(pid);
  const page: Script = () => ({ method: 'GET', path: '/runs?page[size]=1000', member: 1, expect: 200 });
  const bytes = await send(
    port,
    PAGES * 10,
    Array.from({ length: PAGES }, () => page),
    tokenOf,
  );
  const once = bytes / 10;
  const grown = (await peak(pid)) - before;
  tell(
    `${PAGES} pages of 1000 rows at once: ${mb(once)} of JSON, peak grown by ${mb(grown)} (${(grown / once).toFixed(1)} times)`,
  );
}

await main(Number(values.requests));

import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '../cases/request.js';
import { loadedDatabase } from '../data/loaded-database.js';
import { QUICK, RUNS_OF_A_RUNNER } from '../data/size.js';
import { tokenMaker } from '../data/tokens.js';
import { endOnSignal } from '../load/end-on-signal.js';
import { freePort } from '../load/free-port.js';
import { environmentOn, PROGRAM, SECRET_KEY } from '../load/kitroom.js';
import { runLoad } from '../load/run-load.js';
import { startTarget, type Target } from '../load/target.js';
import { usageOf } from '../load/usage.js';
import { spreadOf } from '../statistics.js';
import { Random } from '../../src/demo/random.js';

const ROUNDS = 9;
const SECONDS = 2;
const CONNECTIONS = 16;

const random = Random.of(1, 'log');
const get = (member: number | null, path: string) => ({ method: 'GET', path, member, expect: 200 }) as const;

const cases: Readonly<Record<string, Script>> = {
  'health, no SQL': () => get(null, '/health/live'),
  'one run': () => {
    const id = random.whole(1, QUICK.runners * RUNS_OF_A_RUNNER);
    return get(1 + (id % QUICK.runners), `/runs/${id}`);
  },
};

/** What a server did in one round. */
interface Turn {
  readonly perSecond: number;
  /** Microseconds of CPU time that a request took of the server's process; none where the system does not tell. */
  readonly cpu: number;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tokenOf = tokenMaker(SECRET_KEY);

async function turn({ port, pid }: Target, script: Script): Promise<Turn> {
  const scripts = Array.from({ length: CONNECTIONS }, () => script);
  const before = await usageOf(pid);
  const { requests, requestsPerSecond } = await runLoad(port, scripts, tokenOf, SECONDS);
  const after = await usageOf(pid);
  const spent = (after?.cpu ?? NaN) - (before?.cpu ?? NaN);
  return { perSecond: requestsPerSecond, cpu: (spent / requests) * 1e6 };
}

const ratioOf = (pairs: readonly (readonly [number, number])[]): string => {
  const { median, least, most } = spreadOf(pairs.map(([quiet, telling]) => telling / quiet));
  return `${median.toFixed(2)} (${least.toFixed(2)} – ${most.toFixed(2)})`;
};

async function compare(name: string, script: Script, quiet: Target, telling: Target): Promise<void> {
  for (const target of [quiet, telling]) await turn(target, script);
  const pairs: (readonly [Turn, Turn])[] = [];
  for (let count = 0; count < ROUNDS; count += 1)
    pairs.push([await turn(quiet, script), await turn(telling, script)]);
  const speed = ratioOf(pairs.map(([one, other]) => [one.perSecond, other.perSecond]));
  const cpu = ratioOf(pairs.map(([one, other]) => [one.cpu, other.cpu]));
  const micros = pairs.map(([one, other]) => other.cpu - one.cpu);
  print(
    `${name}: requests/s ${speed}, CPU time ${cpu}, a line takes ${spreadOf(micros).median.toFixed(1)} µs`,
  );
}

/** `npm run bench:log`: two servers on the same data, in turn; one logs each request to a file, the other what is wrong. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kitroom-bench-log-'));
  const file = await open(join(folder, 'log'), 'a');
  const database = await loadedDatabase(QUICK, () => undefined);
  const start = async (level: string): Promise<Target> =>
    startTarget({
      name: `The server with LOG_LEVEL=${level}`,
      port: await freePort(),
      args: [PROGRAM],
      env: { ...environmentOn(database.url), LOG_LEVEL: level },
      pinned: false,
      output: file.fd,
    });
  const quiet = await start('warn');
  const telling = await start('info');
  const end = async (): Promise<void> => {
    await Promise.all([quiet.stop(), telling.stop()]);
    await database.drop();
    await file.close();
    await rm(folder, { recursive: true, force: true });
  };
  endOnSignal(end);
  try {
    print(
      `LOG_LEVEL=info beside warn, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s: median (least – most).`,
    );
    for (const [name, script] of Object.entries(cases)) await compare(name, script, quiet, telling);
  } finally {
    await end();
  }
}

await main();

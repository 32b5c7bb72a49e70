import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Script } from '../cases/request.js';
import { loadedDatabase } from '../data/loaded-database.js';
import { QUICK, RUNS_OF_A_RUNNER } from '../data/size.js';
import { tokenMaker } from '../data/tokens.js';
import { endOnSignal } from '../load/end-on-signal.js';
import { SECRET_KEY, startKitroom } from '../load/kitroom.js';
import { runLoad } from '../load/run-load.js';
import type { Target } from '../load/target.js';
import { spreadOf } from '../statistics.js';
import { Random } from '../../src/demo/random.js';

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 16;
/** Milliseconds until all workers listen, not only the first. */
const SETTLE = 5000;

const random = Random.of(1, 'workers');
const runner = (): number => random.whole(1, QUICK.runners);
const get = (member: number | null, path: string, expect = 200) =>
  ({ method: 'GET', path, member, expect }) as const;

const cases: Readonly<Record<string, Script>> = {
  'health, no SQL': () => get(null, '/health/live'),
  'OpenAPI document, no SQL': () => get(null, '/openapi/plain.json'),
  'refused without a token, no SQL': () => get(null, '/runs', 401),
  'one run': () => {
    const id = random.whole(1, QUICK.runners * RUNS_OF_A_RUNNER);
    return get(1 + (id % QUICK.runners), `/runs/${id}`);
  },
  'page of 20 runs': () => get(runner(), '/runs'),
};

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tokenOf = tokenMaker(SECRET_KEY);

async function round({ port }: Target, script: Script): Promise<number> {
  const { requestsPerSecond } = await runLoad(
    port,
    Array.from({ length: CONNECTIONS }, () => script),
    tokenOf,
    SECONDS,
  );
  return requestsPerSecond;
}

async function compare(name: string, script: Script, one: Target, two: Target): Promise<void> {
  for (const target of [one, two]) await round(target, script);
  const pairs: { readonly single: number; readonly double: number }[] = [];
  for (let count = 0; count < ROUNDS; count += 1)
    pairs.push({ single: await round(one, script), double: await round(two, script) });
  const single = spreadOf(pairs.map((pair) => pair.single)).median;
  const double = spreadOf(pairs.map((pair) => pair.double)).median;
  const { median, least, most } = spreadOf(pairs.map((pair) => pair.double / pair.single));
  const ratio = `${median.toFixed(2)} (${least.toFixed(2)} – ${most.toFixed(2)})`;
  print(`${name}: ${single.toFixed(0)} and ${double.toFixed(0)} requests/s, ratio ${ratio}`);
}

/** `npm run bench:workers`: one worker and two on the same data, in turn. */
async function main(): Promise<void> {
  const database = await loadedDatabase(QUICK, () => undefined);
  const one = await startKitroom(database.url, 1);
  const two = await startKitroom(database.url, 2);
  const end = async (): Promise<void> => {
    await Promise.all([one.stop(), two.stop()]);
    await database.drop();
  };
  endOnSignal(end);
  try {
    await sleep(SETTLE);
    print(
      `One worker and two, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s, nothing pinned.`,
    );
    print(
      `The load generator takes a core of its own and PostgreSQL most of another: with ${availableParallelism()} cores here, ` +
        'two workers have what those leave. A ratio says something from four cores on.',
    );
    for (const [name, script] of Object.entries(cases)) await compare(name, script, one, two);
  } finally {
    await end();
  }
}

await main();

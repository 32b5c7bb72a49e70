import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/database/embedded/start-embedded.js';
import { migrate } from '../../src/database/migrate.js';
import { migrateJobs } from '../../src/shared/jobs/migrate-jobs.js';
import { Connection } from '../load/connection.js';
import { endOnSignal } from '../load/end-on-signal.js';
import { freePort } from '../load/free-port.js';
import { environmentOn, PROGRAM } from '../load/kitroom.js';
import { startTarget } from '../load/target.js';
import { toBytes } from '../load/wire.js';
import { spreadOf } from '../statistics.js';

const ATTEMPTS = 200;
const WARMUP = 20;
const KNOWN = 'somebody';
const UNKNOWN = 'somebodi';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Milliseconds that a request takes. Throws where it is not answered as expected. */
async function timeOf(
  connection: Connection,
  path: string,
  body: Readonly<Record<string, string>>,
  expect: number,
): Promise<number> {
  const bytes = toBytes({ method: 'POST', path, plain: true, member: null, body, expect }, null);
  const began = performance.now();
  const { status } = await connection.send(bytes);
  const time = performance.now() - began;
  if (status !== expect) throw new Error(`POST ${path} was answered with ${status}.`);
  return time;
}

/** Attempts with both names take turns; which one begins does, too. */
async function measure(port: number): Promise<void> {
  const connection = await Connection.open(port);
  await timeOf(connection, '/users', { username: KNOWN, password: 'the right password' }, 201);
  const times: Record<string, number[]> = { [KNOWN]: [], [UNKNOWN]: [] };
  for (let round = -WARMUP; round < ATTEMPTS; round += 1) {
    for (const username of round % 2 === 0 ? [KNOWN, UNKNOWN] : [UNKNOWN, KNOWN]) {
      const time = await timeOf(connection, '/login', { username, password: 'a wrong password' }, 401);
      if (round >= 0) times[username]?.push(time);
    }
  }
  connection.close();
  report(times[KNOWN] ?? [], times[UNKNOWN] ?? []);
}

function report(known: readonly number[], unknown: readonly number[]): void {
  const lines: readonly (readonly [string, readonly number[]])[] = [
    ['a name that exists', known],
    ['a name that does not', unknown],
  ];
  print(`${ATTEMPTS} wrong logins with each name, in turn; milliseconds: median (least – most)`);
  for (const [name, times] of lines) {
    const { median, least, most } = spreadOf(times);
    print(`${name}: ${median.toFixed(2)} (${least.toFixed(2)} – ${most.toFixed(2)})`);
  }
  print(`ratio of the medians: ${(spreadOf(known).median / spreadOf(unknown).median).toFixed(3)}`);
}

/** `npm run measure:login`: whether the time of a wrong login tells whether its user exists. */
async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kitroom-bench-'));
  const undo: (() => Promise<void>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  const end = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  endOnSignal(end);
  try {
    const postgres = await startEmbedded({ dataDir, log: () => undefined });
    undo.push(() => postgres.stop());
    await migrate(postgres.url, migrateJobs);
    const env = { ...environmentOn(postgres.url), LOGIN_LIMIT: 'off' };
    const port = await freePort();
    const server = await startTarget({ name: 'The server', port, args: [PROGRAM], env, pinned: false });
    undo.push(() => server.stop());
    await measure(port);
  } finally {
    await end();
  }
}

await main();

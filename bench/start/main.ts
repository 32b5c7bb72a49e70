import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadedDatabase } from '../data/loaded-database.js';
import { QUICK } from '../data/size.js';
import { freePort } from '../load/free-port.js';
import { endOnSignal } from '../load/end-on-signal.js';
import { environmentOn, PROGRAM } from '../load/kitroom.js';
import { cpuOfProcess } from '../load/resident.js';
import { spreadOf } from '../statistics.js';

const STARTS = 7;
/** Milliseconds between two questions whether it is ready. */
const PAUSE = 10;

interface Start {
  /** Milliseconds from the start of the process to the first 200 of /health/ready. */
  readonly wall: number;
  /** Milliseconds of CPU time until then; null where the system does not tell. */
  readonly cpu: number | null;
}

async function measureStart(env: Readonly<Record<string, string>>): Promise<Start> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [PROGRAM], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error('The server ended before it was ready.');
    await sleep(PAUSE);
  }
  const wall = performance.now() - began;
  const cpu = await cpuOfProcess(child.pid ?? 0);
  await stop(child);
  return { wall, cpu };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return status === 200;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function report(name: string, env: Readonly<Record<string, string>>): Promise<void> {
  await measureStart(env);
  const starts: Start[] = [];
  for (let count = 0; count < STARTS; count += 1) starts.push(await measureStart(env));
  const { median, least, most } = spreadOf(starts.map(({ wall }) => wall));
  const cpu = spreadOf(starts.map((start) => start.cpu ?? NaN)).median;
  print(
    `${name}: ${ms(median)} (${ms(least)} – ${ms(most)}), of it CPU time of the first process ${ms(cpu)}`,
  );
}

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run bench:start`: from the start of the process to its first answer, on databases that exist. */
async function main(): Promise<void> {
  const database = await loadedDatabase(QUICK, () => undefined);
  const dataDir = await mkdtemp(join(tmpdir(), 'kitroom-bench-'));
  const end = async (): Promise<void> => {
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  endOnSignal(end);
  try {
    print(`From start to first answer, median of ${STARTS} (least – most)`);
    await report('a given PostgreSQL', environmentOn(database.url));
    await report('a given PostgreSQL, two workers', environmentOn(database.url, 2));
    await report('the embedded PostgreSQL', {
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      WEATHER_PROVIDER: 'none',
    });
  } finally {
    await end();
  }
}

await main();

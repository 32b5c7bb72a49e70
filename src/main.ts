import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { type Environment, parseSettings, type Settings } from './settings/settings.js';
import { explain } from './start/explain.js';
import { greet } from './start/greeting.js';
import { prepare } from './start/prepare.js';
import type { Serving } from './start/serve.js';
import { serverLogger } from './start/server-logger.js';
import { supervise } from './start/supervise.js';

/** The application is loaded by those who serve: a supervisor does without it, and has its workers the sooner. */
async function serve(settings: Settings): Promise<Serving> {
  const loaded = await import('./start/serve.js');
  return loaded.serve(settings);
}

interface Running {
  readonly serving: Serving;
  readonly release: () => Promise<void>;
}

/** One process, or the supervisor of several: finds a database, then serves until it is told to stop. */
async function start(environment: Environment): Promise<void> {
  const starting = begin(environment);
  // It may be told to stop before it listens: then it does so once it could, and leaves nothing behind.
  stopOnSignal(async () => {
    const { serving, release } = await starting;
    await serving.close();
    await release();
  });
  const { serving, release } = await starting;
  await serving.lost?.catch(async (error: unknown) => {
    await release();
    throw error;
  });
}

async function begin(environment: Environment): Promise<Running> {
  const { settings, release } = await prepare(environment, (line) => {
    new Logger('Database').log(line);
  });
  try {
    const serving = await (settings.webConcurrency > 1 ? supervise(settings) : serve(settings));
    greet(settings, serving);
    return { serving, release };
  } catch (error) {
    await release();
    throw error;
  }
}

/** A worker finds database and key in its environment; it ends with its supervisor. */
async function work({ databaseUrl, secretKey, ...environment }: Environment): Promise<void> {
  if (!databaseUrl || !secretKey)
    throw new Error('A worker needs the database and the key of its supervisor.');
  const starting = serve({ ...environment, databaseUrl, secretKey });
  // It may be told to stop as soon as it listens.
  stopOnSignal(async () => (await starting).close(), 'disconnect');
  const { address, mode, defaultPassword } = await starting;
  // A supervisor that is gone is told of by `disconnect`, which ends this worker.
  process.send?.({ address, mode, defaultPassword }, undefined, undefined, () => undefined);
}

function stopOnSignal(close: () => Promise<void>, ...further: string[]): void {
  let closing = false;
  const stop = (): void => {
    if (closing) return;
    closing = true;
    close().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGINT', 'SIGTERM', ...further]) process.on(signal, stop);
}

function fail(error: unknown): void {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}

/** Node's own last words would hold all members of an error, and with them what it was about. */
function endOnFault(): void {
  process.on('uncaughtException', (error) => {
    new Logger('Server').fatal({ err: error, msg: 'An error that nobody expected ends the process.' });
    process.exit(1);
  });
}

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const environment = parseSettings(process.env);
  Logger.overrideLogger(serverLogger(environment));
  endOnFault();
  await (cluster.isWorker ? work(environment) : start(environment));
} catch (error) {
  fail(error);
}

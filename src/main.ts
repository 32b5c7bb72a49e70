import cluster from 'node:cluster';
import { existsSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { serverLogger } from './create-app.js';
import { type Environment, parseSettings } from './settings/settings.js';
import { explain } from './start/explain.js';
import { greeting } from './start/greeting.js';
import { prepare } from './start/prepare.js';
import { serve, type Serving } from './start/serve.js';
import { supervise } from './start/supervise.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** One process, or the supervisor of several: finds a database, then serves until it is told to stop. */
async function start(environment: Environment): Promise<void> {
  const { settings, release } = await prepare(environment, print);
  try {
    const serving = await (settings.webConcurrency > 1 ? supervise(settings) : serve(settings));
    print(greeting(settings, serving));
    stopOnSignal(async () => {
      await serving.close();
      await release();
    });
  } catch (error) {
    await release();
    throw error;
  }
}

/** A worker finds database and key in its environment; it ends with its supervisor. */
async function work({ databaseUrl, secretKey, ...environment }: Environment): Promise<void> {
  if (!databaseUrl || !secretKey)
    throw new Error('A worker needs the database and the key of its supervisor.');
  const serving: Serving = await serve({ ...environment, databaseUrl, secretKey });
  const { address, mode, defaultPassword } = serving;
  process.send?.({ address, mode, defaultPassword });
  stopOnSignal(serving.close, 'disconnect');
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

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const environment = parseSettings(process.env);
  Logger.overrideLogger(serverLogger(environment));
  await (cluster.isWorker ? work(environment) : start(environment));
} catch (error) {
  fail(error);
}

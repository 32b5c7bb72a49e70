import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Settings } from '../settings/settings.js';
import type { Started } from './greeting.js';
import type { Serving } from './serve.js';

/** A worker that dies at once, again and again, is not started faster than this, in milliseconds. */
const RESTART_PAUSE = 1000;

const logger = new Logger('Supervisor');

/** What a worker tells its supervisor once it listens. */
type Report = Started;

/** Runs `WEB_CONCURRENCY` workers on one port, and replaces those that die. */
export async function supervise(settings: Settings): Promise<Serving> {
  // Workers accept for themselves: what the supervisor hands to a worker that was just killed is never answered.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const env = { DATABASE_URL: settings.databaseUrl, SECRET_KEY: settings.secretKey };
  let closing = false;
  const fork = (): Worker => cluster.fork(env);
  cluster.on('listening', (worker) => {
    logger.log(`Worker ${worker.process.pid ?? ''} listens`);
  });
  const started = await reportOf(fork());
  for (let count = 1; count < settings.webConcurrency; count += 1) fork();
  const replace = (worker: Worker): void => {
    if (closing) return;
    logger.error(`Worker ${worker.process.pid ?? ''} died: another one takes its place`);
    void sleep(RESTART_PAUSE).then(() => (closing ? null : fork()));
  };
  cluster.on('exit', replace);
  const close = async (): Promise<void> => {
    closing = true;
    await Promise.all(Object.values(cluster.workers ?? {}).map(stop));
  };
  return { ...started, close };
}

/** A worker's own report; throws where it died before it could make one. */
async function reportOf(worker: Worker): Promise<Report> {
  const died = once(worker, 'exit').then(() => {
    throw new WorkerDiedError('The first worker died at its start: its own message is above.');
  });
  const [report] = (await Promise.race([once(worker, 'message'), died])) as [Report];
  return report;
}

export class WorkerDiedError extends Error {}

async function stop(worker: Worker | undefined): Promise<void> {
  if (!worker || worker.isDead()) return;
  const gone = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await gone;
}

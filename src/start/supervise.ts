import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Settings } from '../settings/settings.js';
import { Crew, WorkerDiedError } from './crew.js';
import type { Started } from './greeting.js';
import type { Serving } from './serve.js';

/** What a worker tells its supervisor once it listens. */
type Report = Started;

/** Runs `WEB_CONCURRENCY` workers on one port, and replaces those that die. */
export async function supervise(settings: Settings): Promise<Serving> {
  // In turn, to those that are free: of connections that all come at once, workers that accept for themselves take very
  // unequal shares, and connections are kept for long.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const crew = new Crew({ DATABASE_URL: settings.databaseUrl, SECRET_KEY: settings.secretKey });
  const started = await reportOf(crew.add());
  crew.keep();
  for (let count = 1; count < settings.webConcurrency; count += 1) crew.add();
  return { ...started, lost: crew.lost, close: () => crew.dismiss() };
}

/** A worker's own report; throws where it died before it could make one. */
async function reportOf(worker: Worker): Promise<Report> {
  const died = once(worker, 'exit').then(() => {
    throw new WorkerDiedError('The first worker died at its start: its own message is above.');
  });
  const [report] = (await Promise.race([once(worker, 'message'), died])) as [Report];
  return report;
}

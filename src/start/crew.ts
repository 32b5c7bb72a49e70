import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { handOver } from './hand-over.js';

/** How long a worker that died is missing, in milliseconds; twice as long after each start that came to nothing. */
const PAUSE = 500;
const LONGEST_PAUSE = 30_000;
/** A worker that takes longer to end, in milliseconds, does not do so by itself. */
const LONGEST_END = 9500;
/** Where nobody is left, and so many starts in a row came to nothing, the next ones would too. */
const MOST_FAILURES = 4;

/** The workers that share one port: those that die are replaced, until the crew is dismissed. */
export class Crew {
  /** Rejected where no worker is left and new ones cannot start. */
  readonly lost: Promise<never>;
  private readonly log = new Logger('Supervisor');
  private readonly listening = new Set<number>();
  private failures = 0;
  private dismissed = false;
  private giveUp: (reason: WorkerDiedError) => void = () => undefined;

  /** @param env what workers are told besides the environment of this process */
  constructor(private readonly env: Readonly<Record<string, string>>) {
    this.lost = new Promise((_, reject) => (this.giveUp = reject));
    cluster.on('listening', (worker) => this.welcome(worker));
  }

  /** Starts one. It is replaced only once `keep` was called. */
  add(): Worker {
    const worker = cluster.fork(this.env);
    handOver(worker);
    return worker;
  }

  /** From now on each that dies is replaced. */
  keep(): void {
    cluster.on('exit', (worker) => this.replace(worker));
  }

  /** Ends all of them, once they have answered what they were asked. */
  async dismiss(): Promise<void> {
    this.dismissed = true;
    await Promise.all(Object.values(cluster.workers ?? {}).map(stop));
  }

  private welcome(worker: Worker): void {
    this.listening.add(worker.id);
    this.failures = 0;
    this.log.log(`Worker ${worker.process.pid ?? ''} listens`);
  }

  private replace(worker: Worker): void {
    if (this.dismissed) return;
    const name = `Worker ${worker.process.pid ?? ''}`;
    const hadListened = this.listening.delete(worker.id);
    if (!hadListened) this.failures += 1;
    if (!hadListened && this.failures >= MOST_FAILURES && this.listening.size === 0) {
      this.dismissed = true;
      this.giveUp(new WorkerDiedError(`${name} died at its start, as those before it: see above why.`));
      return;
    }
    this.log.error(`${name} died: another one takes its place`);
    const pause = Math.min(LONGEST_PAUSE, PAUSE * 2 ** this.failures);
    void sleep(pause).then(() => (this.dismissed ? null : this.add()));
  }
}

export class WorkerDiedError extends Error {}

async function stop(worker: Worker | undefined): Promise<void> {
  if (!worker || worker.isDead()) return;
  const gone = once(worker, 'exit');
  const last = setTimeout(() => worker.process.kill('SIGKILL'), LONGEST_END);
  worker.process.kill('SIGTERM');
  await gone;
  clearTimeout(last);
}

import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { violations } from '../support/invariants.js';
import { runBody } from '../support/run-body.js';
import { OwnPostgres } from './own-postgres.js';
import type { Stage } from './stage.js';

const run = promisify(execFile);

export interface Disk {
  readonly folder: string;
  unmount(): Promise<void>;
}

/** A disk of so many MiB; null where this user may not mount one. */
export async function mountDisk(mebibytes: number): Promise<Disk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'kitroom-disk-'));
  const unmount = async (): Promise<void> => {
    await run('umount', ['--lazy', folder]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
    return { folder, unmount };
  } catch {
    await rm(folder, { recursive: true });
    return null;
  }
}

export interface FullDisk {
  /** What changes were answered once nothing more could be stored, by status and code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Reads that were answered meanwhile, by status. */
  readonly reads: Readonly<Record<string, number>>;
  readonly longestRefusal: number;
  /** From the moment when there was space again to the first change that succeeded, in milliseconds. */
  readonly resumption: number;
  readonly faults: readonly string[];
}

/** A PostgreSQL on that disk that writes to it soon: what it has in memory, and its journal, are small. */
export const openOn = ({ folder }: Disk): Promise<OwnPostgres> =>
  OwnPostgres.open(join(folder, 'data'), {
    shared_buffers: '4MB',
    max_wal_size: '32MB',
    min_wal_size: '32MB',
  });

/** Fills the disk of the database to the last block, writes, reads, and makes room again. */
export async function fillDisk(stage: Stage, folder: string): Promise<FullDisk> {
  const { server, admin, journal } = stage;
  const client = server.client(admin);
  const refusals: Record<string, number> = {};
  const reads: Record<string, number> = {};
  let longestRefusal = 0;
  const { bavail, bsize } = await statfs(folder);
  const ballast = join(folder, 'ballast');
  // What does not fit is said by the system; what does, stays.
  await writeFile(ballast, Buffer.alloc(bavail * bsize)).catch(() => undefined);
  // Until the pages that PostgreSQL has in hand are full, too.
  for (let n = 0; n < 400; n += 1) {
    const began = Date.now();
    const answer = await client.post('/loan-items', { id: `big-${n}`, description: 'x'.repeat(200) });
    if (answer.status === 201) continue;
    longestRefusal = Math.max(longestRefusal, Date.now() - began);
    count(refusals, `${answer.status} ${(answer.body as { code: string }).code}`);
    if (answer.status !== 503)
      journal.faults.push(`A full disk: ${answer.status} ${JSON.stringify(answer.body)}`);
    count(reads, String((await client.get('/users/ann')).status));
    if (Object.values(refusals).reduce((sum, each) => sum + each, 0) > 20) break;
  }
  await rm(ballast);
  const began = Date.now();
  while ((await client.post('/runs', runBody())).status !== 201 && Date.now() - began < 60_000)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const resumption = Date.now() - began;
  journal.faults.push(...(await violations(stage.database)));
  return { refusals, reads, longestRefusal, resumption, faults: journal.faults };
}

const count = (counts: Record<string, number>, name: string): void =>
  void (counts[name] = (counts[name] ?? 0) + 1);

import { readFile } from 'node:fs/promises';
import { usageOf } from './usage.js';

/** The memory that a process has at the moment, in bytes; null where the system does not tell. */
export async function residentOf(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) * 1024;
}

/** CPU time that a process has used so far, in milliseconds; null where the system does not tell. */
export async function cpuOfProcess(pid: number): Promise<number | null> {
  const usage = await usageOf(pid);
  return usage && usage.cpu * 1000;
}

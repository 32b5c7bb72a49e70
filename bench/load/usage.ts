import { readFile } from 'node:fs/promises';

/** What a process has used so far. */
export interface Usage {
  /** User and system time, in seconds. */
  readonly cpu: number;
  /** The most memory that it had at once, in bytes. */
  readonly peak: number;
}

/** In which Linux counts CPU time, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** What Linux counts of a process; null on other systems. */
export async function usageOf(pid: number): Promise<Usage | null> {
  if (process.platform !== 'linux') return null;
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  return { cpu: cpuOf(stat), peak: peakOf(status) };
}

/** Fields 14 and 15 of proc(5); the name before them, in parentheses, may hold spaces. */
export function cpuOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export function peakOf(status: string): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN) * 1024;
}

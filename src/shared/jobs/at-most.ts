import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for something, but not longer than this; whether it came in time. */
export async function atMost(milliseconds: number, wanted: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController();
  const late = sleep(milliseconds, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([wanted.then(() => true), late]);
  } finally {
    waiting.abort();
  }
}

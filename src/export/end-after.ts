import type { Readable } from 'node:stream';

/** Breaks a stream off that is not read to its end after so many milliseconds. */
export function endAfter(stream: Readable, most: number): void {
  const timer = setTimeout(() => stream.destroy(new Error(`It took longer than ${most / 1000} s.`)), most);
  stream.once('close', () => {
    clearTimeout(timer);
  });
}

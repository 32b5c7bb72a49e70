import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { unlessMissing } from './files.js';

/** Bytes after which the next start puts the log aside, as `….1`. */
const LARGE = 10 * 1024 * 1024;
/** Bytes of the end of the log that are enough to tell why a start failed. */
const TAIL = 4096;

/** A log file opened for one start of the server, which knows what that start wrote. */
export interface ServerLog {
  readonly descriptor: number;
  /** The last lines that this start wrote. */
  tail(): Promise<string>;
  close(): Promise<void>;
}

export async function openLog(path: string): Promise<ServerLog> {
  const earlier = await unlessMissing(stat(path));
  if (earlier !== null && earlier.size > LARGE) await rename(path, `${path}.1`);
  const file = await open(path, 'a+', 0o600);
  const { size } = await file.stat();
  return { descriptor: file.fd, tail: () => readFrom(file, size), close: () => file.close() };
}

async function readFrom(file: FileHandle, start: number): Promise<string> {
  const { size } = await file.stat();
  const from = Math.max(start, size - TAIL);
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - from), position: from });
  return buffer.toString('utf8', 0, bytesRead).trim();
}

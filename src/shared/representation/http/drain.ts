import type { IncomingMessage } from 'node:http';

/** What is read and thrown away of a refused body, in bytes. */
const MOST = 16 * 1024 * 1024;

/**
 * Reads the rest of a refused body and forgets it: a client that is still sending would meet a reset instead of our
 * answer. Says whether the connection can go on; one that has too much to send is closed.
 */
export function drain(request: IncomingMessage): boolean {
  if (request.complete || !announcesBody(request.headers)) return true;
  if (Number(request.headers['content-length'] ?? 0) > MOST) return false;
  let left = MOST;
  request.on('data', (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) request.destroy();
  });
  return true;
}

/** Whether a request says that it has a body. */
export const announcesBody = (headers: IncomingMessage['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

import type { Worker } from 'node:cluster';

/**
 * Node's cluster hands one connection at a time to a worker, and waits until that has it. The one that was on its way
 * to a worker when that was killed would stay open here, with a client who waits for ever: it ends with the worker.
 */
export function handOver(worker: Worker): void {
  const channel = worker.process;
  const send = channel.send.bind(channel) as (...args: readonly unknown[]) => boolean;
  let last: Closable | null = null;
  const remembering = (message: unknown, handle?: unknown, ...rest: readonly unknown[]): boolean => {
    if (isClosable(handle)) last = handle;
    return send(message, handle, ...rest);
  };
  channel.send = remembering;
  // One that the worker has taken is closed here already, and closing it again does nothing.
  worker.once('exit', () => last?.close());
}

interface Closable {
  close(): void;
}

const isClosable = (handle: unknown): handle is Closable =>
  typeof handle === 'object' && handle !== null && 'close' in handle && typeof handle.close === 'function';

import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** So many requests may wait on one connection; who sends more without reading answers is cut off. */
const MOST_WAITING = 100;

/**
 * Clients may send further requests before they have read the answer to the first (RFC 9112, 9.3.2), and Node hands over
 * all of them at once. Here each waits until the one before it is answered: a connection, however little is read from it,
 * never costs more than one request and one answer.
 */
export function answerInTurn(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  const queues = new WeakMap<Socket, Queue>();
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    const { socket } = request;
    const queue = queues.get(socket) ?? new Queue();
    queues.set(socket, queue);
    if (queue.length > MOST_WAITING) socket.destroy();
    queue.add(request, response, () => {
      for (const listener of listeners) listener.call(server, request, response);
    });
  });
}

/** The requests of one connection that are not answered. */
class Queue {
  private readonly waiting: (() => void)[] = [];
  private isBusy = false;

  get length(): number {
    return this.waiting.length;
  }

  add({ socket }: IncomingMessage, response: ServerResponse, handle: () => void): void {
    // Node tells of the end of an answer that was sent, and of one that can no longer be; not of one that never began.
    response.once('close', () => {
      this.isBusy = false;
      if (!socket.destroyed) this.waiting.shift()?.();
    });
    const begin = (): void => {
      this.isBusy = true;
      handle();
    };
    if (this.isBusy) this.waiting.push(begin);
    else begin();
  }
}

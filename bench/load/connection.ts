import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type Arrived, readAnswer } from './wire.js';

/** One connection that is kept open, with one request at a time. It does as little as it can: it shares its core. */
export class Connection {
  private received: Buffer | null = null;
  private arrive: ((answer: Arrived) => void) | null = null;
  private fail: ((error: Error) => void) | null = null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay();
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail?.(error));
    socket.on('close', () => this.fail?.(new Error('The server closed a connection.')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  send(bytes: string): Promise<Arrived> {
    return new Promise((resolve, reject) => {
      this.arrive = resolve;
      this.fail = reject;
      this.socket.write(bytes);
    });
  }

  close(): void {
    this.fail = null;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    this.received = this.received ? Buffer.concat([this.received, chunk]) : chunk;
    const answer = readAnswer(this.received);
    if (!answer) return;
    this.received = null;
    this.arrive?.(answer);
  }
}

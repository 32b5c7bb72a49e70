import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { eventually } from './weather-app.js';

/** A TCP connection to a server, on which a test writes and reads when it likes. */
export class RawConnection {
  private received = '';
  private isOpen = true;

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')));
    // A server may end what it does not like with a reset.
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isOpen = false));
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  write(bytes: string | Uint8Array): this {
    if (this.isOpen && this.socket.writable) this.socket.write(bytes);
    return this;
  }

  /** Sends the same again and again, as fast as it is taken. */
  async writeUntilClosed(bytes: string): Promise<void> {
    while (this.isOpen && this.socket.writable) {
      if (!this.socket.write(bytes)) await this.untilTaken();
    }
    await this.end();
  }

  private untilTaken(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('drain', resolve);
      this.socket.once('close', resolve);
    });
  }

  /** Bytes that the network took. */
  get sent(): number {
    return this.socket.bytesWritten;
  }

  /** Lets the server's bytes wait in the network. */
  stopReading(): this {
    this.socket.pause();
    return this;
  }

  startReading(): this {
    this.socket.resume();
    return this;
  }

  /** All that came until now, a character for each byte. */
  get text(): string {
    return this.received;
  }

  /** The status of the first answer; NaN while there is none. */
  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.received)?.[1]);
  }

  get closed(): boolean {
    return !this.isOpen;
  }

  /** Waits until what came is what a test waits for. */
  until(fits: (text: string) => boolean, seconds?: number): Promise<string> {
    return eventually(() => Promise.resolve(this.received), fits, seconds);
  }

  /** Waits until the server has closed the connection; all that came. */
  async end(seconds?: number): Promise<string> {
    await eventually(() => Promise.resolve(this.closed), Boolean, seconds);
    return this.received;
  }

  destroy(): void {
    this.socket.destroy();
  }
}

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on which bytes can get lost, without a word to either side: as when a firewall forgets a connection. */
export class BlockableWay {
  private readonly sockets = new Set<Socket>();
  private isOpen = true;

  private constructor(
    private readonly server: Server,
    /** The URL of the server, by this way. */
    readonly url: string,
  ) {}

  static async to(target: string): Promise<BlockableWay> {
    const url = new URL(target);
    const { hostname, port } = url;
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    url.port = String((server.address() as AddressInfo).port);
    const way = new BlockableWay(server, url.href);
    server.on('connection', (near) => way.join(near, connect(Number(port), hostname)));
    return way;
  }

  /** Loses whatever is sent on the connections that are there; those that are made later are good. */
  block(): void {
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Loses what is sent on later connections, too: they are made, and nobody answers. */
  blockAll(): void {
    this.isOpen = false;
    this.block();
  }

  /** Connections that are made from now on are good. */
  open(): void {
    this.isOpen = true;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    if (!this.isOpen) return;
    near.pipe(far);
    far.pipe(near);
  }
}

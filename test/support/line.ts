import { Agent, request } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { json } from 'node:stream/consumers';

interface Reply {
  readonly status: number | undefined;
  readonly body: Record<string, unknown>;
}

/** One connection that is kept: whichever process took it answers everything that is sent over it. */
export class Line {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private socket: Socket | null = null;

  constructor(private readonly url: string) {}

  /** Sends one request, as the holder of a token or as nobody. Rejects where the connection is lost. */
  async send(method: string, path: string, token: string | null = null, body?: object): Promise<Reply> {
    const asked = request(this.url + path, {
      method,
      agent: this.agent,
      headers: {
        Accept: 'application/json',
        ...(body && { 'Content-Type': 'application/json' }),
        ...(token !== null && { 'access-token': token }),
      },
    });
    asked.end(body && JSON.stringify(body));
    const [answer] = await once(asked, 'response');
    this.socket = asked.socket;
    return { status: answer.statusCode, body: (await json(answer)) as Record<string, unknown> };
  }

  /** Whether the connection of the last request still stands. */
  get isOpen(): boolean {
    return this.socket !== null && !this.socket.destroyed;
  }

  hangUp(): void {
    this.agent.destroy();
  }
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A request whose body the server waits for. */
export class HalfRequest {
  private constructor(
    private readonly socket: Socket,
    private readonly body: string,
  ) {}

  /** Sends the head of a POST, and resolves when the server has asked for the rest. */
  static async begin(url: string, path: string, content: object): Promise<HalfRequest> {
    const body = JSON.stringify(content);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nExpect: 100-continue\r\n\r\n`,
    );
    await once(socket, 'data');
    return new HalfRequest(socket, body);
  }

  /** Sends the rest; the status line of the answer. The connection is not the client's to end. */
  async finish(): Promise<string> {
    const answered = once(this.socket, 'data');
    this.socket.write(this.body);
    const [data] = await answered;
    return String(data).split('\r\n', 1)[0] ?? '';
  }
}

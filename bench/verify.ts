import type { Script } from './cases/request.js';
import { Connection } from './load/connection.js';
import { type Arrived, signedBytes, type TokenOf } from './load/wire.js';

/** How many requests of each case are compared. */
const COMPARED = 20;

/** The headers that clients go by. The floor has no ETag: it answers no conditions. */
const HEADERS = ['content-type', 'link', 'x-total-count', 'location'];

/** What differs between two writes that do the same: ids that count up, the time, and tokens. */
const OF_A_WRITE = /(?<="id":"|\/runs\/)\d+|(?<="(?:created|updated)_at":")[^"]+|(?<="auth_token":")[^"]+/g;

/**
 * Asks both servers the same and compares what they answer, byte by byte; of writes all but new ids, times and tokens.
 * @throws Error with both answers where they differ
 */
export async function verifySame(
  ports: readonly [floor: number, server: number],
  script: Script,
  tokenOf: TokenOf,
): Promise<void> {
  const [floor, server] = await Promise.all(ports.map((port) => Connection.open(port)));
  if (!floor || !server) throw new Error('There are two servers to compare.');
  for (let count = 0; count < COMPARED; count += 1) {
    const request = script();
    const bytes = signedBytes(request, tokenOf);
    const answers = [await floor.send(bytes), await server.send(bytes)];
    const [one, other] = answers.map((answer) => printed(request.method, answer));
    if (one !== other)
      throw new Error(`${request.path}: the floor answers\n${one}\nand the server\n${other}`);
  }
  floor.close();
  server.close();
}

function printed(method: string, { status, head, body }: Arrived): string {
  const lines = head.split('\r\n').map((line) => line.replace(/^[^:]+/, (name) => name.toLowerCase()));
  const headers = HEADERS.map((name) => lines.find((line) => line.startsWith(`${name}:`)) ?? `no ${name}`);
  const text = [status, ...headers, body.toString()].join('\n');
  return method === 'GET' ? text : text.replaceAll(OF_A_WRITE, '…');
}

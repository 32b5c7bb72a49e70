import type { Script } from './cases.js';
import { Connection } from './load/connection.js';
import { toBytes } from './load/wire.js';

/** How many requests of each case are compared. */
const COMPARED = 20;

/** What differs between two writes that do the same: ids that count up, and the time. */
const OF_A_WRITE = /(?<="id":"|\/runs\/)\d+|(?<="(?:created|updated)_at":")[^"]+/g;

/**
 * Asks both servers the same and compares what they answer, byte by byte; of writes all but new ids and times.
 * @throws Error with both answers where they differ
 */
export async function verifySame(
  ports: readonly [floor: number, server: number],
  script: Script,
  tokenOf: (member: number) => string,
): Promise<void> {
  const [floor, server] = await Promise.all(ports.map((port) => Connection.open(port)));
  if (!floor || !server) throw new Error('There are two servers to compare.');
  for (let count = 0; count < COMPARED; count += 1) {
    const request = script();
    const bytes = toBytes(request, tokenOf(request.member));
    const answers = [await floor.send(bytes), await server.send(bytes)];
    const [one, other] = answers.map(
      ({ status, body }) => `${status} ${printed(request.method, body.toString())}`,
    );
    if (one !== other)
      throw new Error(`${request.path}: the floor answers\n${one}\nand the server\n${other}`);
  }
  floor.close();
  server.close();
}

const printed = (method: string, body: string): string =>
  method === 'GET' ? body : body.replaceAll(OF_A_WRITE, '…');

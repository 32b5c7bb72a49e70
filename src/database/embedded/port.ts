import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { EmbeddedError, hasCode } from './embedded-error.js';
import { unlessMissing } from './files.js';

/** Beside the data, so that whoever starts the server next, while others still look for it, starts it where it was. */
const fileIn = (cluster: string): string => join(cluster, 'kitroom.port');

/** The TCP port of 127.0.0.1 that the server of this cluster had before, if nobody else has it now; else any free one. */
export async function portFor(cluster: string): Promise<number> {
  const before = await rememberedPort(cluster);
  return (before && (await unlessTaken(listenOn(before)))) ?? listenOn(0);
}

async function rememberedPort(cluster: string): Promise<number | null> {
  const port = Number(await unlessMissing(readFile(fileIn(cluster), 'utf8')));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
}

export async function rememberPort(cluster: string, port: number): Promise<void> {
  if ((await rememberedPort(cluster)) === port) return;
  await writeFile(fileIn(cluster), `${port}\n`, { mode: 0o600 });
}

async function unlessTaken(port: Promise<number>): Promise<number | null> {
  try {
    return await port;
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE', 'EACCES')) return null;
    throw error;
  }
}

/** Listens for a moment; the port, which is free now. */
function listenOn(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new EmbeddedError('No TCP port of 127.0.0.1 is free.'));
      });
    });
  });
}

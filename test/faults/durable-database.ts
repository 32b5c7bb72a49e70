import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../../src/database/embedded/start-embedded.js';

/** An embedded PostgreSQL in a folder of its own, with the settings that it has in use: it writes what it confirms. */
export async function openDatabase(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kitroom-faults-'));
  const server = await startEmbedded({ dataDir: folder, log: () => undefined });
  const close = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { url: server.url, close };
}

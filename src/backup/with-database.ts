import { join } from 'node:path';
import { exists } from '../database/embedded/files.js';
import { startEmbedded } from '../database/embedded/start-embedded.js';
import type { Environment } from '../settings/settings.js';
import { BackupError } from './backup-error.js';

type Log = (line: string) => void;
type Place = Pick<Environment, 'databaseUrl' | 'dataDir'>;

/**
 * Has something done with the database that the settings name: a given one, or the embedded one, which may be in use by a
 * running server or is started for it.
 * @throws EmbeddedError where that cannot be started
 */
export async function withDatabase<T>(
  { databaseUrl, dataDir }: Place,
  log: Log,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl !== null) return work(databaseUrl);
  const server = await startEmbedded({ dataDir, log });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/** @throws BackupError where nobody has made the embedded database yet: there is nothing to back up */
export async function refuseMissing({ databaseUrl, dataDir }: Place): Promise<void> {
  if (databaseUrl !== null || (await exists(join(dataDir, 'postgres')))) return;
  throw new BackupError(`There is no database in ${dataDir}. DATA_DIR names the folder that has it.`);
}

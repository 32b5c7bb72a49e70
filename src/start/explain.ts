import { EmbeddedError, hasCode } from '../database/embedded/embedded-error.js';
import { UnfitDatabaseError } from '../database/migrate.js';
import { SettingsError } from '../settings/environment-reader.js';
import { WorkerDiedError } from './crew.js';

const FOR_PEOPLE = [SettingsError, EmbeddedError, UnfitDatabaseError, WorkerDiedError];

/** Why the server did not start, in words where people can do something about it, else with the stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (hasCode(error, 'EADDRINUSE')) {
    return 'The port is in use already: set PORT to another one. (On macOS, AirPlay holds 5000.)';
  }
  if (hasCode(error, 'EACCES') && 'syscall' in error && error.syscall === 'listen') {
    return 'The port may not be used by an ordinary user: set PORT to one above 1023.';
  }
  if (FOR_PEOPLE.some((type) => error instanceof type)) return error.message;
  return error.stack ?? error.message;
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Environment, parseSettings } from '../settings/settings.js';
import { Problem } from '../shared/errors/problem.js';
import { explain } from '../start/explain.js';
import { backUp, type Counts } from './back-up.js';
import { BackupError } from './backup-error.js';
import { targetOf } from './target.js';
import { restore } from './restore.js';
import { verify } from './backup-reader.js';
import { refuseMissing, withDatabase } from './with-database.js';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopped.abort();
  });
}

/** `npm run backup`: the database that `npm start` would use goes into one file, also while a server uses it. */
async function makeBackup(environment: Environment, given: string | undefined): Promise<void> {
  await refuseMissing(environment);
  const file = targetOf(fromHere(given ?? '.'), new Date());
  const counts = await withDatabase(environment, print, (url) => backUp(url, file, stopped.signal));
  print(`Backed up ${summary(counts)} in ${file}`);
}

/** `npm run restore`: an empty database gets what is in a backup. */
async function bringBack(environment: Environment, given: string | undefined): Promise<void> {
  if (given === undefined) throw new BackupError('Which backup? npm run restore -- FILE');
  const file = fromHere(given);
  const header = await verify(file);
  print(`Restoring the backup of ${header.made_at}`);
  const counts = await withDatabase(environment, print, (url) => restore(url, file, header, stopped.signal));
  print(`Restored ${summary(counts)}. All sessions are ended: members log in again.`);
}

const summary = (counts: Counts): string =>
  `${counts['users'] ?? 0} users, ${counts['items'] ?? 0} items, ${counts['loans'] ?? 0} loans, ${counts['runs'] ?? 0} runs`;

/** npm runs scripts in the project's folder, and tells where it was called. */
const fromHere = (path: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);

/** Faults of files and of the way to the database are the operator's to mend, and say what they are. */
function told(error: unknown): string {
  if (stopped.signal.aborted) return 'Stopped: nothing was kept of it.';
  const isPlain = error instanceof BackupError || error instanceof Problem;
  if (error instanceof Error && (isPlain || 'syscall' in error)) return error.message;
  return explain(error);
}

const COMMANDS = new Map([
  ['backup', makeBackup],
  ['restore', bringBack],
]);

try {
  const [name = '', file, ...more] = process.argv.slice(2);
  const command = COMMANDS.get(name);
  if (!command || more.length > 0)
    throw new BackupError('Usage: npm run backup -- [FILE], npm run restore -- FILE');
  if (existsSync('.env')) process.loadEnvFile('.env');
  await command(parseSettings(process.env), file);
} catch (error) {
  process.stderr.write(`${told(error)}\n`);
  process.exitCode = 1;
}

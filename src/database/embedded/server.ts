import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { EmbeddedError, NotYet } from './embedded-error.js';
import { rememberPort } from './port.js';
import { readPostmaster, serves, type Postmaster } from './postmaster.js';
import { launch, run, type Runner } from './runner.js';
import { openLog, type ServerLog } from './server-log.js';

/** Milliseconds: after a crash the server first replays its journal. */
const LONGEST_START = 60_000;
const LONGEST_STOP = 30_000;
const POLL = 10;

/** What the server says when an older process of the same cluster is not wholly gone, or its port was taken just now. */
const PASSING = /lock file|shared memory|could not bind|could not create any TCP\/IP sockets/;

/** Everything that one server is made of. */
export interface Server {
  readonly cluster: string;
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly runner: Runner;
  /** PostgreSQL settings by name, on top of our own. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Starts the server on a port and waits until it answers.
 * @throws NotYet if something passing is in the way, EmbeddedError with the log's last lines otherwise
 */
export async function startServer(server: Server, port: number): Promise<Postmaster> {
  const log = await openLog(server.logFile);
  try {
    const args = ['-D', server.cluster, ...flags({ ...settingsFor(port), ...server.settings })];
    const child = launch(server.runner, server.binaries.postgres, args, log.descriptor);
    const postmaster = await untilReady(child, server, log);
    await rememberPort(server.cluster, port);
    return postmaster;
  } finally {
    await log.close();
  }
}

/** Asks the server to disconnect everybody and stop, and waits until it has. */
export async function stopServer(cluster: string, pid: number, pgCtl: string): Promise<void> {
  if (process.platform === 'win32') {
    await run({ wrapper: [], cwd: cluster }, pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-w']);
    return;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + LONGEST_STOP;
  while (await serves(pid, cluster)) {
    if (Date.now() > deadline)
      throw new EmbeddedError(`The embedded PostgreSQL (process ${pid}) does not stop.`);
    await sleep(POLL);
  }
}

async function untilReady(child: ChildProcess, server: Server, log: ServerLog): Promise<Postmaster> {
  const ending = endingOf(child);
  const deadline = Date.now() + LONGEST_START;
  for (;;) {
    const postmaster = await readPostmaster(server.cluster);
    if (ending.words !== null) throw failure(ending.words, await log.tail(), server.logFile);
    if (postmaster?.pid === child.pid && postmaster?.ready) return postmaster;
    if (Date.now() > deadline) break;
    await sleep(POLL);
  }
  child.kill('SIGQUIT');
  throw failure(`It was not ready after ${LONGEST_START / 1000} s.`, await log.tail(), server.logFile);
}

/** How the process ended, once it has. */
function endingOf(child: ChildProcess): { readonly words: string | null } {
  const ending: { words: string | null } = { words: null };
  child.once('error', (error) => {
    ending.words = error.message;
  });
  child.once('exit', (code, signal) => {
    ending.words = `It ended with ${signal ?? `status ${code}`}.`;
  });
  return ending;
}

function failure(ending: string, tail: string, logFile: string): EmbeddedError {
  const message = `The embedded PostgreSQL did not start. ${ending} The end of ${logFile}:\n${tail}`;
  return PASSING.test(tail) ? new NotYet(message) : new EmbeddedError(message);
}

function settingsFor(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    // TCP with a password only: a socket's path has room for 107 bytes, and Windows has none.
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '128MB',
    // What is not in memory is on an SSD, where any page is read as fast as the next one: so indexes pay sooner.
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Refused statements are everyday answers here (409): their text and their values do not belong in a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
  };
}

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

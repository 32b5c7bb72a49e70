import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from './client.js';

const MAIN = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
/** Milliseconds; a first start makes a database, and the machine may be busy. */
const PATIENCE = 60_000;

/** The built server in a process of its own, as `npm start` runs it. */
export class ServerProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    /** What it printed until it listened. */
    readonly greeting: string,
    /** What it printed until now. */
    readonly output: () => string,
    private readonly standardOutput: () => string,
  ) {}

  /** Starts it and waits until it listens. Throws with what it said where it does not. */
  static async start(env: NodeJS.ProcessEnv): Promise<ServerProcess> {
    const { child, output, standardOutput } = launch(env);
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const [, url] = /listens on ([^\s"]+)"/.exec(output()) ?? [];
      if (url) return new ServerProcess(child, url, output(), output, standardOutput);
      if (child.exitCode !== null || Date.now() > deadline) {
        child.kill('SIGKILL');
        throw new Error(`The server did not start:\n${output()}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Starts what is not expected to listen, and waits for its end. */
  static async fail(
    env: NodeJS.ProcessEnv,
  ): Promise<{ readonly code: number | null; readonly output: string }> {
    const { child, output } = launch(env);
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
    await once(child, 'close');
    clearTimeout(timer);
    return { code: child.exitCode, output: output() };
  }

  /** Ends it, by default as an operator does; resolves when it is gone. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended();
  }

  /** Waits until it is gone; its exit code. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }

  /** What it wrote to its log until now. */
  log(): readonly LogLine[] {
    return linesOf(this.standardOutput());
  }

  /** Its memory in MiB, as much of it as is not swapped out. */
  async memory(): Promise<number> {
    const pid = String(this.child.pid);
    if (process.platform !== 'linux')
      return Number((await promisify(execFile)('ps', ['-o', 'rss=', '-p', pid])).stdout) / 1024;
    const [, resident] = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(resident) / 1024;
  }

  client(token: string | null = null): Client {
    return new Client(this.url, 'plain', token);
  }

  async login(username: string, password: string): Promise<Client> {
    const { body } = await this.client().post('/login', { username, password });
    return this.client((body as { auth_token: string }).auth_token);
  }
}

/** A line of the log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The whole lines of a log. Throws where one is no JSON. */
export const linesOf = (output: string): readonly LogLine[] =>
  output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as LogLine);

interface Launched {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly standardOutput: () => string;
}

function launch(env: NodeJS.ProcessEnv): Launched {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, TMPDIR, PORT: '0', WEATHER_PROVIDER: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let standardText = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    standardText += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return { child, output: () => text, standardOutput: () => standardText };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { onServerCore } from './pin.js';

/** A server under test, in a process of its own. */
export interface Target {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface TargetOptions {
  readonly name: string;
  readonly port: number;
  /** Arguments of node: its own options and the program. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly pinned: boolean;
  /** The descriptor of a file for what it prints; without one that is let go. */
  readonly output?: number;
}

const PATIENCE = 20_000;
const PAUSE = 50;

/**
 * Starts a server and waits until it takes connections.
 * @throws Error where it ends instead, or does not listen within 20 s
 */
export async function startTarget({ name, port, args, env, pinned, output }: TargetOptions): Promise<Target> {
  const [command = '', ...rest] = [...onServerCore(pinned), process.execPath, ...args];
  const child = spawn(command, rest, {
    // Not where a .env file could change what is measured.
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, ...env, PORT: String(port) },
    stdio: ['ignore', output ?? 'ignore', 'inherit'],
  });
  await untilListening(name, port, child);
  if (child.pid === undefined) throw new Error(`${name} has no process.`);
  return { name, port, pid: child.pid, stop: () => stop(child) };
}

async function untilListening(name: string, port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await listens(port))) {
    if (isGone(child)) throw new Error(`${name} ended before it listened.`);
    if (Date.now() > deadline) throw new Error(`${name} does not listen on port ${port}.`);
    await sleep(PAUSE);
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** By itself, or by a signal: Ctrl-C reaches all processes of a terminal at once. */
const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (isGone(child)) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

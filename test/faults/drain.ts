import { Agent, request } from 'node:http';
import type { ServerProcess } from '../support/server-process.js';
import { runBody } from '../support/run-body.js';

export interface Drained {
  readonly workers: number;
  readonly answered: number;
  /** Answered after the signal. */
  readonly late: number;
  /** Not even connected, since nobody listened any more. */
  readonly refused: number;
  readonly code: number | null;
  /** From the signal to the end, in milliseconds. */
  readonly took: number;
  /** From the signal to the first answer that says so, in milliseconds; null where there was none. */
  readonly unreadyAfter: number | null;
  readonly faults: readonly string[];
}

/** The status, or how the request failed. */
type End = number | string;

const CLIENTS = 8;
const LOAD_MS = 700;

/**
 * Ends a server with SIGTERM while clients ask, on connections that they keep and on new ones, and sees what they get. As
 * behind a balancer they ask no more once it has said that it is not ready.
 */
export async function drain(server: ServerProcess, token: string, workers: number): Promise<Drained> {
  const seen = { answered: 0, late: 0, refused: 0, unreadyAfter: null as number | null };
  const faults: string[] = [];
  let toldAt = Infinity;
  const note = (what: string, end: End): boolean => {
    if (end === 'ECONNREFUSED') seen.refused += 1;
    else if (end !== 200 && end !== 201) faults.push(`${what}: ${end}`);
    else seen.answered += 1;
    if (typeof end === 'number' && Date.now() > toldAt) seen.late += 1;
    return typeof end === 'number';
  };
  const keeping = new Agent({ keepAlive: true });
  const client = async (n: number): Promise<void> => {
    const agent = n % 2 === 0 ? keeping : new Agent({ keepAlive: false });
    for (let turn = n; seen.unreadyAfter === null; turn += 1) {
      const [method, path, body] = ASKS[turn % ASKS.length] ?? ASKS[0];
      if (!note(`${method} ${path}`, await ask(server.url, agent, token, method, path, body))) return;
    }
  };
  const watcher = async (): Promise<void> => {
    for (;;) {
      const end = await ask(server.url, new Agent(), token, 'GET', '/health/ready');
      if (end === 503) seen.unreadyAfter ??= Date.now() - toldAt;
      if (typeof end === 'string') return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, n) => client(n));
  await new Promise((resolve) => setTimeout(resolve, LOAD_MS));
  const watching = watcher();
  await new Promise((resolve) => setTimeout(resolve, 50));
  toldAt = Date.now();
  const code = await server.stop();
  const took = Date.now() - toldAt;
  await Promise.all([...clients, watching]);
  keeping.destroy();
  return { workers, ...seen, code, took, faults };
}

type Ask = readonly [method: string, path: string, body?: object];

const ASKS: readonly [Ask, ...Ask[]] = [
  ['GET', '/me'],
  ['POST', '/runs', runBody()],
  ['GET', '/runs?limit=20'],
  ['GET', '/health/live'],
];

function ask(
  url: string,
  agent: Agent,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<End> {
  return new Promise((resolve) => {
    const headers = { 'access-token': token, accept: 'application/json', 'content-type': 'application/json' };
    const sent = request(url + path, { method, agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
      answer.once('error', (error) => resolve(`${answer.statusCode} broken off: ${error.message}`));
    });
    sent.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    sent.end(body && JSON.stringify(body));
  });
}

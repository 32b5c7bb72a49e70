import type { KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Pool } from 'pg';
import { ask, type Found, type Request } from './ask.js';
import { login } from './login.js';
import { print } from './print.js';
import { listItems, listReports, listRuns, readItem, readRun } from './reading.js';
import { CALLER } from './statements.js';
import { type Bearer, readToken } from './token.js';
import { windowOf } from './window.js';
import { addRun, changeItem } from './writing.js';

interface Caller {
  readonly username: string;
  readonly time_zone: string;
  readonly permissions: readonly string[];
}

/** The least that can answer as Kitroom does: Node's own HTTP server, one pool, no framework. */
export function createFloor(pool: Pool, key: KeyObject): Server {
  return createServer((message, response) => {
    void answer(pool, key, message).then(
      (found) => {
        const { headers, text } = print(found, message.headers.accept === 'application/json');
        response.writeHead(found.status, { ...headers, 'content-length': Buffer.byteLength(text) });
        response.end(text);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
}

async function answer(pool: Pool, key: KeyObject, message: IncomingMessage): Promise<Found> {
  if (message.url === '/login') {
    const address = message.socket.remoteAddress ?? '';
    return login({ pool, key, address, body: await readBody(message) });
  }
  const bearer = readToken(message.headers, key);
  const caller = bearer && (await callerOf(pool, bearer));
  if (!caller) return { status: 401 };
  return route(message, { pool, bearer, ...caller, body: await readBody(message) });
}

async function callerOf(pool: Pool, { sid, sub }: Bearer): Promise<Caller | undefined> {
  const [caller] = await ask<Caller>(pool, CALLER, [sid, sub]);
  return caller;
}

const ITEM = '/loan-items/';

async function route({ method, url = '' }: IncomingMessage, request: Request): Promise<Found> {
  const [path = '', query] = url.split('?');
  if (method === 'POST') return addRun(request);
  if (method === 'PUT') return changeItem(request, path.slice(ITEM.length));
  if (path === '/runs') return listRuns(request, windowOf(path, query));
  if (path === '/runs/summary') return listReports(request, windowOf(path, query));
  if (path === '/loan-items') return listItems(request, windowOf(path, query));
  if (path.startsWith(ITEM)) return readItem(request, path.slice(ITEM.length));
  return readRun(request, path.slice('/runs/'.length));
}

/** The members of a plain body, or of a JSON:API document what its one resource says. */
async function readBody(message: IncomingMessage): Promise<Record<string, unknown>> {
  if (message.method === 'GET') return {};
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { data, ...plain } = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> & {
    data?: {
      attributes?: Record<string, unknown>;
      relationships?: { loanedto?: { data: { id: string } | null } };
    };
  };
  const loanedto = data?.relationships?.loanedto;
  return { ...plain, ...data?.attributes, ...(loanedto && { loanedto: loanedto.data?.id ?? null }) };
}

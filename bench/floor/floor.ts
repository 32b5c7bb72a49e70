import type { KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Pool } from 'pg';
import type { Window } from './documents.js';
import { addRun, ask, changeItem, listReports, listRuns, readRun, type Request } from './handlers.js';
import { CALLER } from './statements.js';
import { type Bearer, readToken } from './token.js';

interface Caller {
  readonly username: string;
  readonly permissions: readonly string[];
}

/** The least that can answer as Kitroom does: Node's own HTTP server, one pool, no framework. */
export function createFloor(pool: Pool, key: KeyObject): Server {
  return createServer((message, response) => {
    void answer(pool, key, message).then(
      ({ status, document }) => {
        const text = JSON.stringify(document);
        response.writeHead(status, {
          'content-type': 'application/vnd.api+json',
          'content-length': Buffer.byteLength(text),
        });
        response.end(text);
      },
      (error: unknown) => response.destroy(error instanceof Error ? error : undefined),
    );
  });
}

async function answer(pool: Pool, key: KeyObject, message: IncomingMessage) {
  const bearer = readToken(message.headers, key);
  const caller = bearer && (await callerOf(pool, bearer));
  if (!caller) return { status: 401, document: {} };
  return route(message, { pool, bearer, ...caller, body: await readBody(message) });
}

async function callerOf(pool: Pool, { sid, sub }: Bearer): Promise<Caller | undefined> {
  const [caller] = await ask<Caller>(pool, CALLER, [sid, sub]);
  return caller;
}

async function route({ method, url = '' }: IncomingMessage, request: Request) {
  const [path = '', query] = url.split('?');
  if (method === 'POST') return addRun(request);
  if (method === 'PUT') return changeItem(request, path.slice('/loan-items/'.length));
  if (path === '/runs') return listRuns(request, windowOf(path, query));
  if (path === '/runs/summary') return listReports(request, windowOf(path, query));
  return readRun(request, path.slice('/runs/'.length));
}

function windowOf(path: string, query: string | undefined): Window {
  const given = new URLSearchParams(query);
  return {
    path,
    number: Number(given.get('page[number]') ?? 1),
    size: Number(given.get('page[size]') ?? 20),
    search: query === undefined ? '' : `?${query}`,
  };
}

async function readBody(message: IncomingMessage): Promise<Record<string, unknown>> {
  if (message.method === 'GET') return {};
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const document = JSON.parse(Buffer.concat(chunks).toString()) as {
    data: {
      attributes?: Record<string, unknown>;
      relationships?: { loanedto?: { data: { id: string } | null } };
    };
  };
  const { attributes, relationships } = document.data;
  return {
    ...attributes,
    ...(relationships?.loanedto && { loanedto: relationships.loanedto.data?.id ?? null }),
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What goes wrong instead of an answer. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'hang-up' }
  | { readonly kind: 'drip' }
  | { readonly kind: 'huge' };

export interface Question {
  readonly path: string;
  readonly query: URLSearchParams;
}

/** A real HTTP server on loopback that imitates a provider, its faults too. */
export abstract class FakeServer {
  readonly questions: Question[] = [];
  /** Most calls that were being answered at one time. */
  mostAtOnce = 0;
  /** How long each answer takes, in ms. */
  delay = 0;
  fault: Fault | null = null;
  private atOnce = 0;
  private server: Server | null = null;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** At the port it had before, so that a provider can go away and come back. */
  async start(): Promise<this> {
    const server = createServer((request, response) => void this.serve(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
    return this;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** The status and JSON of the documented answer. */
  protected abstract answer(question: Question): { readonly status: number; readonly body: unknown };

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    const question = { path: url.pathname, query: url.searchParams };
    this.questions.push(question);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    response.on('close', () => (this.atOnce -= 1));
    const { fault } = this;
    await pause(fault?.kind === 'slow' ? fault.ms : this.delay);
    if (fault && fault.kind !== 'slow') {
      fail(fault, response);
      return;
    }
    const { status, body } = this.answer(question);
    response
      .writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(body));
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function fail(fault: Exclude<Fault, { kind: 'slow' }>, response: ServerResponse): void {
  switch (fault.kind) {
    case 'status':
      response
        .writeHead(fault.status, { 'Content-Type': 'application/json', ...fault.headers })
        .end(fault.body ?? '');
      return;
    case 'text':
      response.end(fault.text);
      return;
    case 'hang-up':
      response.destroy();
      return;
    case 'drip':
      drip(response);
      return;
    case 'huge':
      flood(response);
      return;
  }
}

/** One byte now and then, for ever: a limit on silence alone never ends it. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => {
    clearInterval(timer);
  });
}

function flood(response: ServerResponse): void {
  const chunk = 'x'.repeat(64 * 1024);
  const timer = setInterval(() => response.write(chunk), 1);
  response.on('close', () => {
    clearInterval(timer);
  });
}

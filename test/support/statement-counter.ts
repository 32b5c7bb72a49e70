import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

const PROTOCOL_3 = 196_608;

/**
 * Stands between a server and PostgreSQL, passes everything on, and notes each statement that the pool for requests has
 * executed, BEGIN and COMMIT among them. Which connection carried it does not matter.
 */
export class StatementCounter {
  readonly statements: string[] = [];

  private constructor(
    private readonly server: Server,
    /** The database, by way of the counter. */
    readonly url: string,
  ) {}

  static async open(databaseUrl: string): Promise<StatementCounter> {
    const target = new URL(databaseUrl);
    const server = createServer((socket) => {
      const database = connect(Number(target.port), target.hostname);
      const watch = new FrontendMessages((statement) => counter.statements.push(statement));
      socket.on('data', (bytes) => watch.read(bytes));
      joinSockets(socket, database);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const counter = new StatementCounter(server, url.href);
    return counter;
  }

  /** The statements that this work needs. What the server does by itself now and then is not in the least of three. */
  async during(work: () => Promise<unknown>): Promise<readonly string[]> {
    const found: string[][] = [];
    for (let at = 0; at < 3; at += 1) {
      this.statements.length = 0;
      await work();
      found.push([...this.statements]);
    }
    return found.reduce((least, each) => (each.length < least.length ? each : least));
  }

  async close(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }
}

function joinSockets(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.pipe(to);
    // A lost connection is for those at its ends to tell.
    from.on('error', () => to.destroy());
  }
}

/** Reads what a client sends (PostgreSQL's frontend protocol, version 3) and tells the statements that it executes. */
class FrontendMessages {
  private rest: Buffer = Buffer.alloc(0);
  private isOfRequests: boolean | null = null;
  private readonly prepared = new Map<string, string>();
  private bound = '';

  constructor(private readonly tell: (statement: string) => void) {}

  read(bytes: Buffer): void {
    this.rest = Buffer.concat([this.rest, bytes]);
    for (;;) {
      const typed = this.isOfRequests === null ? 0 : 1;
      if (this.rest.length < typed + 4) return;
      const end = typed + this.rest.readInt32BE(typed);
      if (this.rest.length < end) return;
      const content = this.rest.subarray(typed + 4, end);
      if (typed === 0) this.start(content);
      else this.take(String.fromCharCode(this.rest[0] ?? 0), content);
      this.rest = this.rest.subarray(end);
    }
  }

  private start(content: Buffer): void {
    if (content.readInt32BE(0) !== PROTOCOL_3) return;
    const parameters = textsOf(content.subarray(4));
    this.isOfRequests = parameters[parameters.indexOf('application_name') + 1] === 'kitroom';
  }

  private take(type: string, content: Buffer): void {
    const [first = '', second = ''] = textsOf(content);
    if (type === 'P') this.prepared.set(first, second);
    if (type === 'B') this.bound = this.prepared.get(second) ?? '';
    if (type === 'Q' && this.isOfRequests) this.tell(first);
    if (type === 'E' && this.isOfRequests) this.tell(this.bound);
  }
}

const textsOf = (content: Buffer): readonly string[] => content.toString('latin1').split('\0');

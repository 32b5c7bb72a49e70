import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthService } from '../health/health.service.js';
import { JobQueue } from '../shared/jobs/job-queue.js';

/**
 * How long it goes on listening after it was told to stop, in milliseconds: what was on its way is answered, and clients
 * learn from answers that the next request wants another connection.
 */
const GRACE = 250;
/** How long it then waits, in milliseconds, for a moment in which nobody waits to be let in. */
const LONGEST_WAIT = 1500;
/** A turn of the event loop that took longer, in milliseconds, says little about those who came meanwhile. */
const QUICK_TURN = 2;
/** How long a connection that was made may stay mute, in milliseconds: the first bytes may be on their way. */
const MUTE = 1000;
/** How often connections are looked at that have been answered, in milliseconds. */
const SWEEP = 50;
/** How long requests that are under way have: those that take longer are not even sent to their end by now. */
const LONGEST_DRAIN = 7500;

/** The end of a server: no request is refused as long as it listens, and what was asked is answered. */
export class Drain {
  private readonly server: Server;
  /**
   * Connections on which nothing was asked yet, such as browsers open in advance: Node does not count them as idle, and
   * would wait for what is never asked.
   */
  private readonly unused = new Map<Socket, number>();
  private connections = 0;
  private isEnding = false;

  /** Before the application listens. */
  constructor(private readonly app: NestFastifyApplication) {
    this.server = app.getHttpServer();
    this.server.on('connection', (socket: Socket) => {
      this.connections += 1;
      this.unused.set(socket, Date.now());
      socket.once('close', () => this.unused.delete(socket));
    });
    this.server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
      this.unused.delete(socket);
      if (this.isEnding) response.shouldKeepAlive = false;
    });
  }

  async close(): Promise<void> {
    this.isEnding = true;
    this.app.get(HealthService, { strict: false }).drain();
    const jobs = this.app.get(JobQueue, { strict: false }).stop();
    await sleep(GRACE);
    await this.untilNobodyWaits();
    await this.endConnections();
    await jobs;
    await this.app.close();
  }

  /**
   * The system connects clients before Node lets them in, one at a turn of its event loop; those who are connected by then
   * would be cut off. A quick turn in which nobody came in shows that nobody waits.
   */
  private async untilNobodyWaits(): Promise<void> {
    const began = Date.now();
    while (Date.now() - began < LONGEST_WAIT) {
      const [connections, since] = [this.connections, performance.now()];
      await turn();
      await turn();
      if (
        this.connections === connections &&
        performance.now() - since < QUICK_TURN + (Date.now() - began) / 20
      )
        return;
    }
  }

  /** Those that were asked something when it began are kept for a further request, unless they are ended. */
  private async endConnections(): Promise<void> {
    const { server, unused } = this;
    const began = Date.now();
    const sweep = setInterval(() => {
      server.closeIdleConnections();
      for (const [socket, since] of unused)
        if (Date.now() - since > MUTE && socket.bytesRead === 0) socket.destroy();
      if (Date.now() - began > LONGEST_DRAIN) server.closeAllConnections();
    }, SWEEP);
    await new Promise((resolve) => server.close(resolve));
    clearInterval(sweep);
  }
}

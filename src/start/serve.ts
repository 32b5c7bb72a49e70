import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../create-app.js';
import { ModeService } from '../mode/mode.service.js';
import type { Settings } from '../settings/settings.js';
import { FirstAdmin } from '../users/first-admin.js';
import type { Started } from './greeting.js';

export interface Serving extends Started {
  /** Finishes what is under way, then stops. */
  readonly close: () => Promise<void>;
  /** Rejected where it serves no longer, and cannot again. */
  readonly lost?: Promise<never>;
}

/** Starts the server of this process and listens. */
export async function serve(settings: Settings): Promise<Serving> {
  const app = await createApp(settings);
  const unused = unusedConnections(app.getHttpServer());
  try {
    await app.listen(settings.port, settings.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  return {
    address: settings.publicUrl ?? addressOf(await app.getUrl()),
    mode: await app.get(ModeService, { strict: false }).find(),
    defaultPassword: await app.get(FirstAdmin, { strict: false }).hasDefaultPassword(),
    close: () => drain(app, unused),
  };
}

/** How often connections are looked at that have been answered, in milliseconds. */
const SWEEP = 50;
/** How long requests that are under way have: those that take longer are not even sent to their end by now. */
const LONGEST_DRAIN = 8000;

/**
 * Connections on which nothing was asked yet, such as browsers open in advance: Node does not count them as idle, and
 * would wait for what is never asked.
 */
function unusedConnections(server: Server): ReadonlySet<Socket> {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return unused;
}

/** Those that were asked something when it began to close are kept for a further request, unless they are ended. */
async function drain(app: NestFastifyApplication, unused: ReadonlySet<Socket>): Promise<void> {
  const server = app.getHttpServer();
  const began = Date.now();
  let before: readonly Socket[] = [];
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    if (server.listening) return;
    // The first bytes of a request may be on their way.
    for (const socket of before) if (unused.has(socket) && socket.bytesRead === 0) socket.destroy();
    before = [...unused];
    if (Date.now() - began > LONGEST_DRAIN) server.closeAllConnections();
  }, SWEEP);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}

/** An address that people can open, also where the server listens on all of them. */
const addressOf = (url: string): string =>
  url.replace(/\/\/(\[::1?\]|0\.0\.0\.0|127\.0\.0\.1)/, '//localhost');

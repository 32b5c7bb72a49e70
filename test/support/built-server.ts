import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FakeOpenMeteo } from './fake-open-meteo.js';

export interface BuiltServer {
  readonly url: string;
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../..');
const GREETING = /Kitroom listens on ([^\s"]+)"/;

/** Starts what `npm start` starts, on an embedded database in a new folder, with weather from a fake provider. */
export async function startBuiltServer(more: NodeJS.ProcessEnv = {}): Promise<BuiltServer> {
  const weather = new FakeOpenMeteo();
  await weather.start();
  const folder = await mkdtemp(join(tmpdir(), 'kitroom-tour-'));
  const server = spawn(process.execPath, ['dist/src/main.js'], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      DATA_DIR: folder,
      OPEN_METEO_FORECAST_URL: weather.forecastUrl,
      OPEN_METEO_ARCHIVE_URL: weather.archiveUrl,
      ...more,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(server, 'exit');
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await gone;
    await weather.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await urlPrintedBy(server.stdout), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where a server that was just started says it listens; what it prints later is let go. */
export async function urlPrintedBy(output: Readable): Promise<string> {
  for await (const text of output.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    const [, url] = GREETING.exec(String(text)) ?? [];
    if (url === undefined) continue;
    output.resume();
    return url;
  }
  throw new Error('The server ended before it listened.');
}

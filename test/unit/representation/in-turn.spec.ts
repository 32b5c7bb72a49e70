import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { answerInTurn } from '../../../src/shared/representation/http/in-turn.js';
import { RawConnection } from '../../support/raw-connection.js';

/** The answers that are under way, by the path that was asked for. */
let open: Map<string, ServerResponse>;
let asked: string[];
let server: Server;
let client: RawConnection;
const get = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const ask = (count: number): RawConnection =>
  client.write(Array.from({ length: count }, (_, at) => get(`/${at}`)).join(''));

async function answer(path: string): Promise<void> {
  open.get(path)?.end(`<${path}>`);
  await client.until((text) => text.includes(`<${path}>`));
}

beforeEach(async () => {
  open = new Map();
  asked = [];
  server = createServer(({ url = '' }, response) => {
    asked.push(url);
    open.set(url, response);
  });
  answerInTurn(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  client = await RawConnection.open(port);
});
afterEach(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

describe('requests that are sent all at once', () => {
  it('are handled one after the other', async () => {
    ask(3);
    await once(server, 'request');
    expect(asked).toEqual(['/0']);
    await answer('/0');
    expect(asked).toEqual(['/0', '/1']);
    await answer('/1');
    await answer('/2');
    expect(client.text.match(/<\/\d>/g)).toEqual(['</0>', '</1>', '</2>']);
  });

  it('are not handled once their client is gone', async () => {
    ask(3);
    await once(server, 'request');
    const gone = once(open.get('/0') ?? server, 'close');
    client.destroy();
    await gone;
    expect(asked).toEqual(['/0']);
  });

  it('are cut off where more than a hundred wait', async () => {
    ask(101);
    await once(server, 'request');
    await answer('/0');
    expect(client.closed).toBe(false);
    ask(200);
    await client.end();
    expect(asked.length).toBeLessThan(5);
  });

  it('on another connection do not wait', async () => {
    ask(1);
    await once(server, 'request');
    const { port } = server.address() as { port: number };
    const other = await RawConnection.open(port);
    other.write(get('/other'));
    await once(server, 'request');
    open.get('/other')?.end('<other>');
    await other.until((text) => text.includes('<other>'));
    other.destroy();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PATIENCE } from '../../src/shared/representation/http/patience.js';
import { received, startFakeShop } from '../support/fake-shop.js';
import { RawConnection } from '../support/raw-connection.js';

/** As the server has it, but a hundred times shorter. */
const SHORT = { headers: 400, request: 900, silence: 700, look: 50 };

let shop: Awaited<ReturnType<typeof startFakeShop>>;
beforeAll(async () => {
  shop = await startFakeShop([], SHORT);
});
afterAll(() => shop.app.close());
beforeEach(() => {
  received.length = 0;
});

/** Sends the text again and again, as a client who would never come to an end. */
async function drip(client: RawConnection, text: string, every: number): Promise<void> {
  while (!client.closed) {
    client.write(text);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

const HEAD = 'POST /gadgets HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n';

describe('a client that is too slow', () => {
  it.each<readonly [string, string, string]>([
    ['says nothing', '', ''],
    ['stops in the middle of the first line', 'GET /gad', ''],
    ['sends its first line byte by byte', 'GET /', 'a'],
    ['sends its headers byte by byte', `${HEAD}X: `, 'a'],
    ['sends one header after the other', HEAD, 'X: y\r\n'],
    ['sends its body byte by byte', `${HEAD}\r\n`, ' '],
    [
      'sends chunks byte by byte',
      'POST /gadgets HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n',
      '1\r\n \r\n',
    ],
  ])('that %s is told so, and cut off', async (_, start, rest) => {
    const client = await RawConnection.open(shop.port);
    client.write(start);
    if (rest !== '') await drip(client, rest, 100);
    const text = await client.end();
    expect(client.status).toBe(408);
    expect(text).toContain('"code":"REQUEST_TIMEOUT"');
    expect(text).toContain('x-content-type-options: nosniff');
    expect(received).toEqual([]);
  });

  it('that falls silent in the middle of its body is cut off', async () => {
    const client = (await RawConnection.open(shop.port)).write(`${HEAD}\r\n{`);
    await client.end();
    expect(received).toEqual([]);
  });

  it('that does not read its answers is cut off', async () => {
    const one = 'GET /gadgets HTTP/1.1\r\nHost: a\r\n\r\n';
    const client = (await RawConnection.open(shop.port)).stopReading();
    await client.writeUntilClosed(one);
    expect(client.closed).toBe(true);
  });

  it('holds nobody up, however many there are', async () => {
    const starts = ['', 'GET /gad', `${HEAD}\r\n{`];
    const clients = await Promise.all(
      Array.from({ length: 300 }, async (_, at) =>
        (await RawConnection.open(shop.port)).write(starts[at % starts.length] ?? ''),
      ),
    );
    for (let round = 0; round < 10; round += 1) {
      expect((await fetch(`${shop.url}/gadgets/cog`)).status).toBe(200);
    }
    await Promise.all(clients.map((client) => client.end()));
    expect(received).toEqual([]);
  });
});

describe('the patience of a server', () => {
  it('is a minute for a request, and a third of it for the headers', () => {
    expect(PATIENCE).toEqual({ headers: 20_000, request: 60_000, silence: 60_000, look: 5000 });
  });

  it('does not end a connection that is used', async () => {
    const client = await RawConnection.open(shop.port);
    for (let round = 1; round <= 4; round += 1) {
      client.write('GET /gadgets/cog HTTP/1.1\r\nHost: a\r\n\r\n');
      await client.until((text) => text.split('HTTP/1.1 200').length > round);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(client.closed).toBe(false);
    client.destroy();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startFakeShop, received } from '../support/fake-shop.js';
import { sendRaw } from '../support/raw-http.js';

const J = 'application/vnd.api+json';

let shop: Awaited<ReturnType<typeof startFakeShop>>;
beforeAll(async () => {
  shop = await startFakeShop();
});
afterAll(() => shop.app.close());
beforeEach(() => {
  received.length = 0;
});

const lines = (...each: readonly string[]): string => each.join('\r\n');
const raw = (...each: readonly string[]) => sendRaw(shop.port, lines(...each));
const SMUGGLED = lines('POST /gadgets HTTP/1.1', 'Host: x', 'Content-Length: 2', '', '{}');

describe('ambiguous HTTP', () => {
  it.each([
    ['two hosts', ['Host: a', 'Host: b', 'Content-Length: 2', '', '{}']],
    ['the same host twice', ['Host: a', 'Host: a', 'Content-Length: 2', '', '{}']],
    [
      'a second host far down',
      ['Host: a', ...Array.from({ length: 2500 }, () => 'a:'), 'Host: b', 'Content-Length: 2', '', '{}'],
    ],
    ['no host', ['Content-Length: 2', '', '{}']],
    ['an empty host', ['Host:', 'Content-Length: 2', '', '{}']],
    ['a host that is none', ['Host: a/b', 'Content-Length: 2', '', '{}']],
    ['two lengths', ['Host: a', 'Content-Length: 2', 'Content-Length: 3', '', '{}']],
    ['two equal lengths', ['Host: a', 'Content-Length: 2', 'Content-Length: 2', '', '{}']],
    ['a list of lengths', ['Host: a', 'Content-Length: 2, 2', '', '{}']],
    ['a negative length', ['Host: a', 'Content-Length: -2', '', '{}']],
    ['a length with a sign', ['Host: a', 'Content-Length: +2', '', '{}']],
    [
      'a length beside chunked',
      ['Host: a', 'Content-Length: 2', 'Transfer-Encoding: chunked', '', '2', '{}', '0', '', ''],
    ],
    [
      'chunked beside a length',
      ['Host: a', 'Transfer-Encoding: chunked', 'Content-Length: 2', '', '2', '{}', '0', '', ''],
    ],
    ['another coding', ['Host: a', 'Transfer-Encoding: gzip', '', '{}']],
    ['identity', ['Host: a', 'Transfer-Encoding: identity', '', '{}']],
    ['a coding before chunked', ['Host: a', 'Transfer-Encoding: gzip, chunked', '', '2', '{}', '0', '', '']],
    [
      'chunked twice',
      ['Host: a', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked', '', '2', '{}', '0', '', ''],
    ],
    ['chunked and more', ['Host: a', 'Transfer-Encoding: chunked, identity', '', '2', '{}', '0', '', '']],
    [
      'a coding with a control character',
      ['Host: a', 'Transfer-Encoding: \u000bchunked', '', '2', '{}', '0', '', ''],
    ],
    ['a space before a colon', ['Host: a', 'Content-Length : 2', '', '{}']],
    ['a folded header', ['Host: a', 'X: y', ' Content-Length: 2', '', '{}']],
    ['a chunk length that is none', ['Host: a', 'Transfer-Encoding: chunked', '', 'zz', '{}', '0', '', '']],
    ['a bare line feed', ['Host: a\nContent-Length: 2', '', '{}']],
  ])('%s: 400, the connection closed, and nothing after it is read', async (_, request) => {
    const answer = await raw(
      'POST /gadgets HTTP/1.1',
      ...request.slice(0, -1),
      `${request.at(-1) ?? ''}${SMUGGLED}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.closed).toBe(true);
    expect(answer.headers).toMatchObject({
      connection: 'close',
      vary: 'Accept, Authorization, access-token',
    });
    expect(answer.text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
    expect(JSON.parse(answer.body)).toHaveProperty('errors');
    expect(received).toEqual([]);
  });

  it('is refused on a path that is no URL too', async () => {
    const answer = await raw('GET /%ZZ HTTP/1.1', 'Host: a', 'Host: b', '', SMUGGLED);
    expect(answer).toMatchObject({ status: 400, closed: true });
    expect(answer.body).toContain('AMBIGUOUS_REQUEST');
    expect(received).toEqual([]);
  });
});

describe('HTTP that is not ambiguous', () => {
  it('is read chunked, in any case', async () => {
    const answer = await raw(
      'POST /gadgets HTTP/1.1',
      'Host: a',
      'Transfer-Encoding: Chunked',
      '',
      '2',
      '{}',
      '0',
      '',
      '',
    );
    expect(answer).toMatchObject({ status: 201, closed: false });
    expect(received).toEqual([{}]);
  });

  it('is read one request after another', async () => {
    const answer = await raw(`${SMUGGLED}${SMUGGLED}`);
    expect(answer.text.match(/HTTP\/1\.1 201/g)).toHaveLength(2);
  });

  it('may have an absolute target, an expectation that we ignore, and in HTTP/1.0 no host', async () => {
    expect((await raw('GET http://a/gadgets/cog HTTP/1.1', 'Host: a', '', '')).status).toBe(200);
    expect((await raw('GET /gadgets/cog HTTP/1.1', 'Host: a', 'Expect: miracles', '', '')).status).toBe(200);
    const old = await raw('GET /gadgets/cog HTTP/1.0', '', '');
    expect(old.status).toBe(200);
    expect(old.body).toContain(`http://localhost:${shop.port}/gadgets/cog`);
  });
});

describe('what is no request for us', () => {
  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['an unknown method', 'BREW /gadgets HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000', 400, 'MALFORMED_REQUEST'],
    [
      'a control character in a header',
      'GET /gadgets HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n',
      400,
      'MALFORMED_REQUEST',
    ],
    [
      'a URL over 32 KiB',
      `GET /gadgets?${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      414,
      'URL_TOO_LONG',
    ],
    [
      'headers over 32 KiB',
      `GET /gadgets HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    [
      'many headers',
      `GET /gadgets HTTP/1.1\r\nHost: a\r\n${'X: aaaaaaaa\r\n'.repeat(4000)}\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s: closed with a problem', async (_, request, status, code) => {
    const answer = await sendRaw(shop.port, request);
    expect(answer).toMatchObject({ status, closed: true });
    expect(answer.headers).toMatchObject({ 'content-type': J, 'x-content-type-options': 'nosniff' });
    expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ status: String(status), code }] });
  });

  it.each([
    ['access-token: x', 'application/json; charset=utf-8'],
    ['Accept: application/json', 'application/json; charset=utf-8'],
    [`access-token: x\r\nContent-Type: ${J}`, J],
    ['Authorization: Bearer x', J],
  ])('is refused in the form that %j asks for', async (header, type) => {
    const answer = await sendRaw(
      shop.port,
      `GET /gadgets HTTP/1.1\r\nHost: a\r\n${header}\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    );
    expect([answer.status, answer.headers['content-type']]).toEqual([431, type]);
  });

  it('leaves room for a filter of 8 KiB, percent-encoded', async () => {
    const answer = await raw(`GET /nothing?filter=${'%20'.repeat(8192)} HTTP/1.1`, 'Host: a', '', '');
    expect(answer.status).toBe(404);
  });

  it('is heard out where a chunked body is too large, and then answered', async () => {
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const answer = await raw(
      'POST /gadgets HTTP/1.1',
      'Host: a',
      'Transfer-Encoding: chunked',
      '',
      `${chunk.repeat(40)}0\r\n\r\n`,
    );
    expect(answer.status).toBe(413);
    expect(received).toEqual([]);
  });
});

describe('the end', () => {
  it('closes connections that wait for another request', async () => {
    const other = await startFakeShop();
    const answer = sendRaw(other.port, lines('GET /gadgets/cog HTTP/1.1', 'Host: a', '', ''), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const started = performance.now();
    await other.app.close();
    expect(await answer).toMatchObject({ status: 200, closed: true });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('other origins', () => {
  it('are allowed by name only, and may read our headers', async () => {
    const open = await startFakeShop(['https://club.example']);
    const from = (origin: string, method = 'GET') =>
      fetch(`${open.url}/gadgets/cog`, {
        method,
        headers: { origin, 'access-control-request-method': 'PATCH' },
      });
    const good = await from('https://club.example');
    expect(good.headers.get('access-control-allow-origin')).toBe('https://club.example');
    expect(good.headers.get('access-control-expose-headers')).toContain('X-Total-Count');
    expect(good.headers.get('vary')).toBe('Origin, Accept, Authorization, access-token');
    expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    const preflight = await from('https://club.example', 'OPTIONS');
    expect([preflight.status, preflight.headers.get('access-control-allow-methods')]).toEqual([
      204,
      expect.stringContaining('PATCH'),
    ]);
    await open.app.close();
    const closed = await fetch(`${shop.url}/gadgets/cog`, { headers: { origin: 'https://club.example' } });
    expect(closed.headers.get('access-control-allow-origin')).toBeNull();
  });
});

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
    ['a bare carriage return', ['Host: a\rContent-Length: 2', '', '{}']],
    ['a NUL in a name', ['Host: a', 'X\0: y', 'Content-Length: 2', '', '{}']],
    ['a space before the first name', [' Host: a', 'Content-Length: 2', '', '{}']],
    ['an empty name', ['Host: a', ': y', 'Content-Length: 2', '', '{}']],
    ['a line without a colon', ['Host: a', 'chunked', 'Content-Length: 2', '', '{}']],
    ['an empty length', ['Host: a', 'Content-Length:', '', '{}']],
    ['a hexadecimal length', ['Host: a', 'Content-Length: 0x2', '', '{}']],
    ['a length in two words', ['Host: a', 'Content-Length: 2 2', '', '{}']],
    ['a length and more', ['Host: a', 'Content-Length: 2;', '', '{}']],
    ['a fraction', ['Host: a', 'Content-Length: 2.0', '', '{}']],
    ['a length beyond all numbers', ['Host: a', `Content-Length: ${'9'.repeat(40)}`, '', '{}']],
    ['two lengths, one in small letters', ['Host: a', 'Content-Length: 2', 'content-length: 9', '', '{}']],
    ...[
      'xchunked',
      'chunked-',
      '"chunked"',
      'chunked;q=1',
      'cow, chunked',
      'chunked, chunked',
      ',chunked',
      '\u00a0chunked',
      'ch\u0131nked',
    ].map((coding): [string, string[]] => [
      `the coding ${coding}`,
      ['Host: a', `Transfer-Encoding: ${coding}`, '', '2', '{}', '0', '', ''],
    ]),
    [
      'a coding after a bare line feed',
      ['Host: a', 'X: y\nTransfer-Encoding: chunked', '', '2', '{}', '0', '', ''],
    ],
    [
      'a coding after a space before its colon',
      ['Host: a', 'Transfer-Encoding : chunked', '', '2', '{}', '0', '', ''],
    ],
    ['a coding on the next line', ['Host: a', 'Transfer-Encoding:', ' chunked', '', '2', '{}', '0', '', '']],
    [
      'two codings in different letters',
      ['Host: a', 'Transfer-Encoding: chunked', 'transfer-encoding: cow', '', '2', '{}', '0', '', ''],
    ],
    ...['-2', '+2', '0x2', ' 2', '2 ', '2\n', '', 'f'.repeat(20), '2_0', '2,'].map(
      (size): [string, string[]] => [
        `the chunk length ${JSON.stringify(size)}`,
        ['Host: a', 'Transfer-Encoding: chunked', '', size, '{}', '0', '', ''],
      ],
    ),
    [
      'a chunk that is longer than it says',
      ['Host: a', 'Transfer-Encoding: chunked', '', '1', '{}', '0', '', ''],
    ],
    [
      'a chunk extension with a line feed',
      ['Host: a', 'Transfer-Encoding: chunked', '', '2;a\nb', '{}', '0', '', ''],
    ],
    [
      'chunk extensions without an end',
      ['Host: a', 'Transfer-Encoding: chunked', '', `2;${'a'.repeat(20_000)}`, '{}', '0', '', ''],
    ],
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

  it('may have chunk extensions and trailers, which mean nothing', async () => {
    const answer = await raw(
      'POST /gadgets HTTP/1.1',
      'Host: a',
      'Transfer-Encoding:\tchunked',
      '',
      '2;name="value"',
      '{}',
      '0',
      'X-Sum: 9',
      'access-token: x',
      '',
      SMUGGLED,
    );
    expect(answer.text.match(/HTTP\/1\.1 201/g)).toHaveLength(2);
    expect(received).toEqual([{}, {}]);
  });

  it('may ask for the server itself, which is nothing', async () => {
    expect((await raw('OPTIONS * HTTP/1.1', 'Host: a', '', '')).status).toBe(404);
    expect((await raw('GET //evil.example/gadgets HTTP/1.1', 'Host: a', '', '')).status).toBe(404);
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

describe('a line break that is encoded', () => {
  it.each([
    'GET /gadgets/a%0d%0aX-Injected:%20y HTTP/1.1',
    'GET /gadgets?page%5Bsize%5D=1&filter%5Bname%5D=a%0d%0aX-Injected:%20y HTTP/1.1',
    'GET /gadgets?x%0d%0aX-Injected:%20y=1 HTTP/1.1',
    'GET /%0d%0aX-Injected:%20y HTTP/1.1',
    'GET http://a%0d%0aX-Injected:%20y/gadgets HTTP/1.1',
  ])('stays in its place: %s', async (line) => {
    for (const accept of [J, 'application/json']) {
      const answer = await raw(line, 'Host: a', `Accept: ${accept}`, '', '');
      expect(answer.status).toBeGreaterThan(0);
      expect(answer.headers).not.toHaveProperty('x-injected');
      expect(answer.text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
      expect(() => JSON.parse(answer.body) as unknown).not.toThrow();
    }
  });
});

describe('what is no request for us', () => {
  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['an unknown method', 'BREW /gadgets HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['a later version', 'GET /gadgets HTTP/3.0\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['no version', 'GET /gadgets\r\n\r\n', 400, 'AMBIGUOUS_REQUEST'],
    ['a method in small letters', 'get /gadgets HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['a path with a space', 'GET /gad gets HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['a path with a tab', 'GET /gad\tgets HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['a path with a NUL', 'GET /gad\0gets HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['a path that is a host', 'GET evil.example HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'MALFORMED_REQUEST'],
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

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import helmet from 'helmet';
import { HELMET_OPTIONS } from '../../src/shared/representation/http/security-headers.js';
import { Club, PASSWORD } from '../support/club.js';
import { received, startFakeShop } from '../support/fake-shop.js';
import { RawConnection } from '../support/raw-connection.js';
import { sendRaw } from '../support/raw-http.js';
import { eventually } from '../support/weather-app.js';

type Named = Readonly<Record<string, string>>;

/** What Helmet gives to an answer of a server that does nothing else. */
async function headersOf(options: Parameters<typeof helmet>[0]): Promise<Named> {
  const secure = helmet(options);
  const server = createServer((request, response) => secure(request, response, () => response.end()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const { headers } = await fetch(`http://127.0.0.1:${port}`);
  server.close();
  server.closeAllConnections();
  const { date: _, connection: __, 'keep-alive': ___, 'content-length': ____, ...rest } = toObject(headers);
  return rest;
}

const toObject = (headers: Headers): Named => Object.fromEntries(headers.entries());

let expected: Named;
let club: Club;
let shop: Awaited<ReturnType<typeof startFakeShop>>;
beforeAll(async () => {
  expected = await headersOf(HELMET_OPTIONS);
  club = await Club.open({ REGISTER_LIMIT: '1/60' });
  shop = await startFakeShop();
});
afterAll(async () => {
  await shop.app.close();
  await club.close();
});

function expectSet(headers: Named, { policy = expected['content-security-policy'] } = {}): void {
  expect(headers).toMatchObject({ ...expected, 'content-security-policy': policy });
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('server');
}

describe('what Helmet sets', () => {
  it('is all of it, and nothing is softer than its defaults', async () => {
    const defaults = await headersOf({});
    expect(Object.keys(expected).sort()).toEqual(Object.keys(defaults).sort());
    const { 'content-security-policy': policy = '', ...rest } = expected;
    expect(policy.split(';').every((directive) => directive.endsWith(" 'none'"))).toBe(true);
    expect(rest).toEqual({
      ...defaults,
      'content-security-policy': undefined,
      'strict-transport-security': 'max-age=31536000',
      'x-frame-options': 'DENY',
    });
  });

  it.each<readonly [string, string, RequestInit, number]>([
    ['a record', '/users/admin', {}, 200],
    ['a record for HEAD', '/users/admin', { method: 'HEAD' }, 200],
    ['liveness', '/health/live', {}, 200],
    ['readiness', '/health/ready', {}, 200],
    ['a document', '/openapi/plain.json', {}, 200],
    ['a script', '/docs/start.js', {}, 200],
    ['the way to the docs', '/', {}, 302],
    ['a record that did not change', '/users/admin', { headers: { 'if-none-match': '*' } }, 304],
    ['a bad query', '/users?x=1', {}, 400],
    ['a bad URL', '/users/%ZZ', {}, 400],
    ['a bad token', '/users', { headers: { 'access-token': 'x' } }, 401],
    ['an unknown path', '/nothing', {}, 404],
    ['OPTIONS', '/users', { method: 'OPTIONS' }, 405],
    ['a form that nobody has', '/users', { headers: { accept: 'text/html' } }, 406],
    ['a body that is too large', '/users', { method: 'POST', body: 'x'.repeat(2 ** 20 + 1) }, 413],
    ['a path that is too long', `/users/${'a'.repeat(101)}`, {}, 414],
    ['a coding', '/users', { method: 'POST', body: '{}', headers: { 'content-encoding': 'gzip' } }, 415],
    ['an invalid body', '/users', { method: 'POST', body: '{"x":1}' }, 422],
  ])('comes with %s', async (_, path, { headers, ...init }, status) => {
    const token = club.admin.token ?? '';
    const answer = await fetch(club.url + path, {
      redirect: 'manual',
      ...init,
      headers: {
        'access-token': token,
        ...headers,
        ...(init.body !== undefined && { 'content-type': 'application/json' }),
      },
    });
    await answer.arrayBuffer();
    expect(answer.status).toBe(status);
    expectSet(toObject(answer.headers));
  });

  it('comes with a list of operations, and with a limit that is reached', async () => {
    const atomic = 'application/vnd.api+json;ext="https://jsonapi.org/ext/atomic"';
    const user = { type: 'user', attributes: { username: 'ann', password: PASSWORD } };
    const raw = JSON.stringify({ 'atomic:operations': [{ op: 'add', data: user }] });
    const done = await club.admin.jsonApi.post('/operations', undefined, {
      raw,
      headers: { 'Content-Type': atomic, Accept: atomic },
    });
    expect(done.status).toBe(200);
    expectSet(toObject(done.headers));
    const register = () => club.nobody.plain.post('/users', { username: '!', password: PASSWORD });
    await register();
    const refused = await register();
    expect(refused.status).toBe(429);
    expectSet(toObject(refused.headers));
  });

  it('comes with the page of the docs, whose policy lets it work', async () => {
    const { headers } = await fetch(`${club.url}/docs`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expectSet(toObject(headers), { policy });
  });

  it('comes with an error of ours', async () => {
    const { status, headers } = await fetch(`${shop.url}/gadgets/broken`);
    expect(status).toBe(500);
    expectSet(toObject(headers));
  });

  it.each([
    ['rubbish', 'rubbish\r\n\r\n', 400],
    [
      'two lengths',
      'POST /gadgets HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
      400,
    ],
    ['two hosts', 'GET /gadgets HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['CONNECT', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['an endless URL', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 414],
    ['huge headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
  ])('comes with the refusal of what is no request: %s', async (_, request, status) => {
    const answer = await sendRaw(shop.port, request);
    expect(answer.status).toBe(status);
    expectSet(answer.headers);
  });
});

describe('while the server ends', () => {
  it('who is on the line is answered like anybody', async () => {
    const other = await startFakeShop();
    received.length = 0;
    const post = 'POST /gadgets HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n';
    const next = 'GET /gadgets/cog HTTP/1.1\r\nHost: a\r\n\r\n';
    const client = (await RawConnection.open(other.port)).write(post);
    await client.until((text) => text.includes('100 Continue'));
    const closed = other.app.close();
    const isListening = () => Promise.resolve(other.app.getHttpServer().listening);
    await eventually(isListening, (listening) => !listening);
    client.write(`{}${next}`);
    await closed;
    const text = await client.end();
    const [, first = '', second = ''] = text.split(/(?=HTTP\/1\.1 )/);
    expect([first, second].map((each) => each.slice(9, 12))).toEqual(['201', '200']);
    for (const [name, value] of Object.entries(expected)) expect(second).toContain(`${name}: ${value}\r\n`);
    expect(received).toEqual([{}]);
  });
});

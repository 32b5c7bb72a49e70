import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startFakeShop, received } from '../support/fake-shop.js';

const J = 'application/vnd.api+json';
const P = 'application/json';
const VARY = 'Accept, Authorization, access-token';

let shop: Awaited<ReturnType<typeof startFakeShop>>;
beforeAll(async () => {
  shop = await startFakeShop();
});
afterAll(() => shop.app.close());
beforeEach(() => {
  received.length = 0;
});

interface Sent {
  readonly method?: string;
  readonly accept?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

async function send(path: string, { method = 'GET', accept, type, headers, body }: Sent = {}) {
  const answer = await fetch(shop.url + path, {
    method,
    headers: { ...(accept && { accept }), ...(type && { 'content-type': type }), ...headers },
    // Bytes, since fetch names text as text/plain by itself.
    body:
      body === undefined ? undefined : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: (text === '' ? null : JSON.parse(text)) as unknown,
  };
}

const post = (body: unknown, rest: Sent = {}) => send('/gadgets', { method: 'POST', type: P, body, ...rest });
const codeOf = ({ json }: { json: unknown }) => {
  const body = json as { code?: string; errors?: { code: string }[] };
  return body.code ?? body.errors?.[0]?.code;
};

describe('every answer', () => {
  it.each([
    ['/gadgets', {}, 200],
    ['/gadgets', { accept: P }, 200],
    ['/nothing', {}, 404],
    ['/gadgets', { method: 'PUT' }, 405],
    ['/gadgets/%ZZ', {}, 400],
    [`/gadgets/${'a'.repeat(101)}`, { accept: P }, 414],
    ['/gadgets/broken', {}, 500],
    ['/login', { method: 'POST', body: {} }, 200],
  ])('%s %j says what it depends on, and that it is what it says it is', async (path, sent, status) => {
    const { headers, ...answer } = await send(path, sent);
    expect(answer.status).toBe(status);
    expect(headers.get('vary')).toBe(VARY);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('names JSON:API without a charset', async () => {
    expect((await send('/gadgets')).headers.get('content-type')).toBe(J);
    expect((await send('/nothing')).headers.get('content-type')).toBe(J);
    expect((await send('/gadgets', { accept: P })).headers.get('content-type')).toBe(`${P}; charset=utf-8`);
  });

  it('to HEAD is that to GET without its body', async () => {
    const get = await send('/gadgets/cog');
    const head = await send('/gadgets/cog', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, text: '' });
    for (const name of ['content-type', 'content-length', 'vary']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
    expect((await send('/gadgets/gone', { method: 'HEAD' })).status).toBe(404);
  });
});

describe('the representation', () => {
  it.each([
    ['nothing', {}, J],
    ['Accept', { accept: P }, P],
    ['access-token', { headers: { 'access-token': 'x' } }, P],
    ['a bearer', { headers: { authorization: 'Bearer x' } }, J],
    ['Accept before the credential', { accept: J, headers: { 'access-token': 'x' } }, J],
  ])('follows %s', async (_, sent, type) => {
    expect((await send('/gadgets/cog', sent)).headers.get('content-type')).toContain(type);
    expect((await send('/gadgets/gone', sent)).headers.get('content-type')).toContain(type);
    expect((await send('/nothing', sent)).headers.get('content-type')).toContain(type);
  });

  it('of a refused body follows its Content-Type, then the credential', async () => {
    const plain = { 'access-token': 'x' };
    expect((await post('{', { headers: plain })).headers.get('content-type')).toContain(P);
    expect((await post('{', { type: J, headers: plain })).headers.get('content-type')).toBe(J);
    const unread = await send('/nothing', { method: 'POST', type: J, body: '{}', headers: plain });
    expect(unread.headers.get('content-type')).toBe(J);
  });

  it('that nobody wants is 406, and nothing is written', async () => {
    const answer = await post({ colour: 'red' }, { accept: 'text/html' });
    expect([answer.status, codeOf(answer)]).toEqual([406, 'NOT_ACCEPTABLE']);
    expect(received).toEqual([]);
  });

  it('of linkage is JSON:API alone', async () => {
    const path = '/gadgets/cog/relationships/part_of';
    expect(await send(path)).toMatchObject({ status: 200, json: { data: { type: 'gadget', id: 'a' } } });
    expect((await send(path, { accept: P })).status).toBe(406);
    expect((await send(path, { headers: { 'access-token': 'x' } })).status).toBe(406);
  });

  it.each([J, 'text/html', `${J};charset=utf-8`])(
    'of a route without a resource is plain, Accept %s or not',
    async (accept) => {
      const login = (body: string) => send('/login', { method: 'POST', type: P, accept, body });
      expect(await login('{}')).toMatchObject({ status: 200, json: { auth_token: 'x' } });
      expect(await login('{"wrong":1}')).toMatchObject({ status: 409, json: { error: 'Wrong.' } });
      expect(await login('{')).toMatchObject({ status: 400, json: { code: 'MALFORMED_BODY' } });
      expect(await login('[]')).toMatchObject({ status: 400, json: { code: 'MALFORMED_BODY' } });
    },
  );
});

describe('a body', () => {
  const DOCUMENT = { data: { type: 'gadget', id: 'cog', attributes: { colour: 'red' } } };

  it.each([
    ['a document as JSON:API', DOCUMENT, J],
    ['a document as JSON', DOCUMENT, P],
    ['a document without a Content-Type', DOCUMENT, undefined],
    ['a flat object', { name: 'cog', colour: 'red' }, P],
    ['a flat object without a Content-Type', { id: 'cog', colour: 'red' }, undefined],
  ])('may be %s', async (_, body, type) => {
    expect((await send('/gadgets', { method: 'POST', type, body })).status).toBe(201);
    expect(received).toEqual([{ name: 'cog', colour: 'red' }]);
  });

  it('that was taken is found at its Location', async () => {
    const { headers, json } = await post(DOCUMENT);
    expect(headers.get('location')).toBe(`${shop.url}/gadgets/a%2Fb`);
    expect(json).toMatchObject({
      data: { links: { self: `${shop.url}/gadgets/a%2Fb` } },
      meta: { message: 'Made.' },
    });
  });

  it.each([
    ['malformed', '{"a":', P, 400, 'MALFORMED_BODY'],
    ['33 deep', '['.repeat(33) + ']'.repeat(33), P, 400, 'MALFORMED_BODY'],
    ['no UTF-8', '"\u0000', P, 400, 'MALFORMED_BODY'],
    ['a list', '[]', P, 400, 'MALFORMED_BODY'],
    ['null', 'null', P, 400, 'MALFORMED_BODY'],
    ['flat under the media type of JSON:API', '{"colour":"red"}', J, 400, 'MALFORMED_DOCUMENT'],
    ['a form', 'colour=red', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['multipart', '--x--', 'multipart/form-data; boundary=x', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['text', '{}', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['under a type that is none', '{}', 'json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['JSON:API with a charset', '{}', `${J}; charset=utf-8`, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['over 1 MiB', ' '.repeat(1024 * 1024) + '{}', P, 413, 'BODY_TOO_LARGE'],
    ['far over 1 MiB', ' '.repeat(5 * 1024 * 1024), P, 413, 'BODY_TOO_LARGE'],
  ])('that is %s is refused, and nothing is written', async (_, body, type, status, code) => {
    const answer = await post(body, { type });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(received).toEqual([]);
  });

  it('that is compressed is refused', async () => {
    const answer = await post('{}', { headers: { 'content-encoding': 'gzip' } });
    expect([answer.status, received]).toEqual([415, []]);
  });

  it('of just 1 MiB is read', async () => {
    expect((await post('{}' + ' '.repeat(1024 * 1024 - 2))).status).toBe(201);
  });

  it('of zero bytes is none, whatever the Content-Type', async () => {
    for (const type of [J, P, 'text/plain', 'multipart/form-data']) {
      const answer = await send('/gadgets/cog', { method: 'DELETE', type, body: '' });
      expect(answer.status).toBe(200);
    }
    expect(received).toEqual(['cog', 'cog', 'cog', 'cog']);
  });

  it.each([
    ['another id', '/gadgets/cog', { data: { type: 'gadget', id: 'wheel' } }, 409],
    ['another type', '/gadgets/cog', { data: { type: 'run', id: 'cog' } }, 409],
    [
      'a misplaced member',
      '/gadgets/cog',
      { data: { type: 'gadget', id: 'cog', attributes: { part_of: 'x' } } },
      422,
    ],
    ['another id in plain JSON', '/gadgets/cog', { id: 'wheel' }, 409],
  ])('that changes with %s is refused, and nothing is written', async (_, path, body, status) => {
    expect((await send(path, { method: 'PATCH', type: P, body })).status).toBe(status);
    expect(received).toEqual([]);
  });

  it('is pointed into as it was sent, whatever the form of the answer', async () => {
    const flat = { colour: 'blue' };
    const document = { data: { type: 'gadget', attributes: flat } };
    const pointer = (answer: { json: unknown }) => answer.json as { errors: { source: object }[] };
    expect(pointer(await post(document)).errors[0]?.source).toEqual({ pointer: '/data/attributes/colour' });
    expect(pointer(await post(flat, { accept: J })).errors[0]?.source).toEqual({ pointer: '/colour' });
    expect(await post(document, { accept: P })).toMatchObject({
      status: 422,
      json: { fields: { colour: 'No blue.' } },
    });
    const gone = {
      data: { type: 'gadget', relationships: { part_of: { data: { type: 'gadget', id: 'gone' } } } },
    };
    expect(pointer(await post(gone)).errors[0]?.source).toEqual({ pointer: '/data/relationships/part_of' });
  });
});

describe('a path', () => {
  it.each([
    ['GET', '/nothing'],
    ['POST', '/nothing'],
    ['GET', '/gadgets/'],
    ['PATCH', '/gadgets/'],
    ['GET', '/gadgets/cog/relationships'],
    ['GET', '/Gadgets'],
    ['GET', '/__proto__'],
  ])('%s %s is unknown', async (method, path) => {
    const answer = await send(path, { method });
    expect([answer.status, codeOf(answer)]).toEqual([404, 'UNKNOWN_PATH']);
  });

  it.each([
    ['PUT', '/gadgets', 'GET, HEAD, POST'],
    ['OPTIONS', '/gadgets', 'GET, HEAD, POST'],
    ['PATCH', '/gadgets/summary', 'GET, HEAD'],
    ['DELETE', '/gadgets/summar%79', 'GET, HEAD'],
    ['POST', '/gadgets/cog', 'GET, HEAD, PATCH, DELETE'],
    ['GET', '/login', 'POST'],
    ['PROPFIND', '/login', 'POST'],
  ])('that lacks %s: %s is 405 with Allow', async (method, path, allow) => {
    const answer = await send(path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow]);
    expect(received).toEqual([]);
  });

  it('is refused before its body is read', async () => {
    const answer = await send('/nothing', {
      method: 'POST',
      type: 'text/plain',
      body: 'x'.repeat(2 * 1024 * 1024),
    });
    expect(answer.status).toBe(404);
  });

  it.each(['/gadgets/%ZZ', '/gadgets/%ff', '/gadgets?a=%ZZ', '/gadgets?%E0%A4', '/%'])(
    '%s is no URL',
    async (path) => {
      const answer = await send(path);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'BAD_URL']);
    },
  );

  it('carries its id decoded', async () => {
    expect(await send('/gadgets/a%2Fb%20c')).toMatchObject({ json: { data: { id: 'a/b c' } } });
  });
});

describe('a query string', () => {
  it('is checked where the route takes one', async () => {
    expect(await send('/gadgets?page[size]=5&page[number]=2')).toMatchObject({
      status: 200,
      json: { links: { prev: `${shop.url}/gadgets?page%5Bnumber%5D=1&page%5Bsize%5D=5` } },
    });
    for (const path of ['/gadgets?unknown=1', '/gadgets?sort=__proto__', '/gadgets/cog?sort=name']) {
      expect((await send(path)).status).toBe(400);
    }
  });

  it('is refused where the route takes none, and nothing is written', async () => {
    const answer = await send('/gadgets?x=1', { method: 'POST', type: P, accept: J, body: {} });
    expect(answer).toMatchObject({ status: 400, json: { errors: [{ source: { parameter: 'x' } }] } });
    expect((await send('/gadgets/cog?x=1', { method: 'DELETE' })).status).toBe(400);
    expect(received).toEqual([]);
  });
});

describe('an error of ours', () => {
  it('tells nothing but its id', async () => {
    const answer = await send('/gadgets/broken', { accept: P });
    expect(answer.json).toEqual({
      error: 'Something went wrong here.',
      code: 'INTERNAL_ERROR',
      id: answer.headers.get('x-request-id'),
    });
  });
});

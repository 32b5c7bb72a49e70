import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, type Options } from '../support/client.js';
import { EXTENSION, openShed, type Shed } from '../support/shed-server.js';

const J = 'application/vnd.api+json';
const P = 'application/json';
const PLAIN = 'application/json; charset=utf-8';
const PROFILE = 'http://jsonapi.org/profiles/ethanresnick/cursor-pagination/';

let shed: Shed;
let jsonApi: Client;
let plain: Client;
beforeAll(async () => {
  shed = await openShed();
  jsonApi = new Client(shed.url, 'jsonApi', null);
  plain = new Client(shed.url, 'plain', null);
});
afterAll(() => shed.close());

const document = (attributes: object, more: object = {}) => ({ data: { type: 'tool', attributes, ...more } });
const accepting = (accept: string): Options => ({ headers: { Accept: accept } });

describe('what is answered', () => {
  it('is a record, in either form', async () => {
    const { status, headers, body } = await jsonApi.get('/tools/1?fields[tool]=label');
    expect([status, headers.get('content-type')]).toEqual([200, J]);
    expect(body).toMatchObject({ data: { type: 'tool', id: '1', attributes: { label: 'saw' } } });
    const answer = await plain.get('/tools/1?fields[tool]=label');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, PLAIN]);
    expect(answer.body).toEqual({ tool: { id: '1', label: 'saw' } });
  });

  it('is a page, with links to where the client asked', async () => {
    const { body } = await jsonApi.get('/tools?sort=id&page[size]=1');
    expect(body.meta).toEqual({ count: 2 });
    expect(body.links.self).toMatch(new RegExp(`^${shed.url}/tools\\?`));
    expect(body.data).toMatchObject([{ id: '1', links: { self: `${shed.url}/tools/1` } }]);
  });

  it('has cursors for those who accept their profile', async () => {
    const { headers, body } = await jsonApi.get(
      '/tools?page[size]=1',
      accepting(`${J};profile="${PROFILE}"`),
    );
    expect(headers.get('content-type')).toBe(`${J}; profile="${PROFILE}"`);
    expect(body.links.next).toContain('page%5Bafter%5D=');
    const usual = await plain.get('/tools?page[size]=1', accepting(`${P};profile="${PROFILE}"`));
    expect(usual.headers.get('content-type')).toBe(PLAIN);
  });

  it('says where it is, if it was just made', async () => {
    const created = await jsonApi.post('/tools', document({ label: 'x' }));
    expect([created.status, created.headers.get('location')]).toEqual([201, `${shed.url}/tools/1`]);
    const read = await jsonApi.get('/tools/1');
    expect(read.headers.has('location')).toBe(false);
  });

  it('has its address at the public URL, where there is one', async () => {
    const elsewhere = await openShed('https://shed.example');
    const { headers } = await new Client(elsewhere.url, 'plain', null).post('/tools', { label: 'x' });
    expect(headers.get('location')).toBe('https://shed.example/tools/1');
    await elsewhere.close();
  });

  it('is what was deleted, and results of operations', async () => {
    expect((await plain.delete('/tools/2')).body).toMatchObject({ message: 'Tool successfully deleted.' });
    const type = `${J};ext="${EXTENSION}"`;
    const { status, headers, body } = await jsonApi.post('/bulk', undefined, {
      raw: '{"atomic:operations":[]}',
      headers: { 'Content-Type': type, Accept: type },
    });
    expect([status, headers.get('content-type')]).toEqual([201, type]);
    expect(body).toMatchObject({ 'atomic:results': [{ data: null }] });
  });

  it('is plain JSON alone, where a route says so', async () => {
    const { headers, body } = await jsonApi.get('/plain/raw/x');
    expect([headers.get('content-type'), body]).toEqual([
      expect.stringContaining(P),
      { text: 'x', raw: 'x' },
    ]);
  });
});

describe('an id in the path', () => {
  it('is decoded, and named where there are several', async () => {
    expect((await plain.get('/plain/raw/a%2Fb')).body).toEqual({ text: 'a/b', raw: 'a/b' });
    const { body } = await jsonApi.get('/tools/1/relationships/owner');
    expect(body).toMatchObject({ data: { type: 'person', id: 'ann' } });
  });

  it('that no record can have is nobody’s', async () => {
    expect((await plain.get('/plain/raw/a%00b')).body).toEqual({ text: '', raw: 'a\0b' });
  });
});

describe('who accepts nothing that there is', () => {
  it.each([
    ['GET', '/tools/1', 'text/html', `Accept ${J} or ${P}.`],
    ['GET', '/tools/1/relationships/owner', P, `This exists as ${J} only.`],
    ['POST', '/bulk', 'text/html', `Accept ${J} or ${P}.`],
  ])('is told so at %s %s, by %s', async (method, path, accept, detail) => {
    const { status, body } = await jsonApi.send(method, path, undefined, accepting(accept));
    expect([status, body.error ?? body.errors[0].detail]).toEqual([406, detail]);
  });

  it('is answered where there is no choice', async () => {
    expect((await jsonApi.get('/plain/raw/x', accepting('text/html'))).status).toBe(200);
  });
});

describe('a query string', () => {
  it.each([
    ['POST', '/tools?sort=id'],
    ['PATCH', '/tools/1?fields[tool]=label'],
    ['DELETE', '/tools/1?x='],
    ['GET', '/tools/1/relationships/owner?x=1'],
    ['POST', '/bulk?x=1'],
  ])('is refused where none is read: %s %s', async (method, path) => {
    const form = path.startsWith('/bulk') ? plain : jsonApi;
    const { status, body } = await form.send(method, path, method === 'GET' ? undefined : document({}));
    expect([status, body.errors[0].detail]).toEqual([400, 'This route takes no query parameters.']);
  });

  it('is checked where one is read', async () => {
    for (const path of ['/tools?nothing=1', '/tools/1?sort=id']) {
      expect((await plain.get(path)).body).toMatchObject({ code: 'BAD_PARAMETER' });
    }
    expect((await plain.get('/plain/query?x=1')).status).toBe(200);
    expect((await plain.get('/plain/raw/x?y=1')).status).toBe(200);
  });
});

describe('a body', () => {
  const said = async (client: Client, body: unknown, options?: Options) =>
    JSON.parse((await client.patch('/tools/1', body, options)).body.message);

  it('comes to the same fields in either form, whatever it is called', async () => {
    expect(await said(plain, { label: 'x', id: 1 })).toEqual({ label: 'x' });
    const sent = document({ label: 'x' }, { id: '1' });
    expect((await jsonApi.patch('/tools/1', sent)).body.meta.message).toBe('{"label":"x"}');
    expect(await said(plain, sent)).toEqual({ label: 'x' });
  });

  it.each([
    ['another id', { id: '2' }, 409, 'ID_MISMATCH'],
    ['an id that is none', { id: {} }, 400, 'MALFORMED_BODY'],
  ])('with %s than the path is refused', async (_, body, status, code) => {
    expect(await plain.patch('/tools/1', body)).toMatchObject({ status, body: { code } });
  });

  it('with an id that clients do not make is refused', async () => {
    expect(await plain.post('/tools', { id: '7' })).toMatchObject({
      status: 403,
      body: { code: 'CLIENT_ID_FORBIDDEN', error: 'The id is made by the server.' },
    });
  });

  it('is told to be wrong after the record is found to be there, and to be the one that is meant', async () => {
    const body = { id: '7' };
    expect((await plain.patch('/tools/99', body)).status).toBe(404);
    const stale = { headers: { 'if-match': '"9"' } };
    expect((await plain.patch('/tools/1', body, stale)).status).toBe(412);
    const current = (await plain.get('/tools/1')).headers.get('etag') ?? '';
    expect((await plain.patch('/tools/1', body, { headers: { 'if-match': current } })).status).toBe(409);
    expect((await plain.patch('/tools/1', body)).status).toBe(409);
  });
});

describe('what a client knows of a record', () => {
  it('spares it the answer', async () => {
    const { headers } = await plain.get('/tools/1');
    const tag = headers.get('etag') ?? '';
    expect(tag).toMatch(/^".+"$/);
    const again = await plain.get('/tools/1', { headers: { 'if-none-match': tag } });
    expect([again.status, again.headers.get('etag'), again.body]).toEqual([304, tag, undefined]);
    expect((await plain.get('/tools/1', { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });

  it('guards a change of that record, and nothing else', async () => {
    const stale = { headers: { 'if-match': '"9"' } };
    expect((await plain.patch('/tools/1', { label: 'x' }, stale)).status).toBe(412);
    expect((await plain.post('/tools', { label: 'x' }, stale)).status).toBe(201);
    expect((await plain.get('/plain/raw/x', stale)).status).toBe(200);
  });
});

describe('a problem', () => {
  it('of ours tells nothing but its id', async () => {
    const { status, body } = await plain.post('/plain/fails/500');
    expect([status, body]).toEqual([
      500,
      {
        error: 'Something went wrong here.',
        code: 'INTERNAL_ERROR',
        id: expect.stringMatching(/^[-0-9a-f]{36}$/),
      },
    ]);
  });

  it.each([
    ['418', 'I_M_A_TEAPOT', "I'm a Teapot."],
    ['404', 'UNKNOWN_PATH', 'There is nothing at this path.'],
    ['401', 'UNAUTHORIZED', 'Log in first.'],
    ['406', 'NOT_ACCEPTABLE', 'There is no such representation.'],
    ['503', 'UNAVAILABLE', 'The server cannot answer now.'],
    ['499', 'ERROR', 'Error.'],
  ])('of a library is told by its status: %s', async (status, code, error) => {
    const answer = await plain.post(`/plain/fails/${status}`);
    expect([answer.status, answer.body]).toEqual([Number(status), { error, code }]);
  });

  it('is in the form that the request asks for, by its header, its body or its token', async () => {
    const types = async (options: RequestInit) =>
      (await fetch(`${shed.url}/nothing`, options)).headers.get('content-type');
    expect(await types({})).toBe(J);
    expect(await types({ headers: { 'access-token': 'x' } })).toBe(PLAIN);
    expect(await types({ headers: { authorization: 'Bearer x' } })).toBe(J);
    expect(await types({ method: 'POST', body: '{}', headers: { 'content-type': P } })).toBe(J);
    expect(await types({ headers: { accept: P } })).toBe(PLAIN);
  });

  it('of an extension’s document is a document, whoever asks', async () => {
    const { headers, body } = await plain.post('/bulk?x=1', {}, accepting(P));
    expect([headers.get('content-type'), body.errors[0].status]).toEqual([PLAIN, '400']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { tokenMaker, uuidOf } from '../../../bench/data/tokens.js';
import { readToken, signToken } from '../../../bench/floor/token.js';
import { readAnswer, signedBytes, toBytes } from '../../../bench/load/wire.js';

describe('a request', () => {
  it('without a body names its token and ends with an empty line', () => {
    const bytes = toBytes({ method: 'GET', path: '/runs/1', member: 1, expect: 200 }, 'TOKEN');
    expect(bytes).toMatch(/^GET \/runs\/1 HTTP\/1.1\r\nHost: /);
    expect(bytes).toContain('\r\nAuthorization: Bearer TOKEN\r\n');
    expect(bytes.endsWith('\r\n\r\n')).toBe(true);
    expect(bytes).not.toContain('Content-');
  });

  it.each([
    [undefined, 'application/vnd.api+json'],
    [true, 'application/json'],
  ])('in plain: %s, has one media type for both ways', (plain, type) => {
    const bytes = toBytes({ method: 'POST', path: '/', member: 1, plain, expect: 200, body: {} }, 'TOKEN');
    expect(bytes).toContain(`\r\nAccept: ${type}\r\n`);
    expect(bytes).toContain(`\r\nContent-Type: ${type}\r\n`);
  });

  it('of nobody has no token', () => {
    const bytes = signedBytes({ method: 'GET', path: '/', member: null, expect: 200 }, () => 'TOKEN');
    expect(bytes).not.toContain('Authorization');
  });

  it('with a body says how many bytes it has', () => {
    const bytes = toBytes(
      { method: 'POST', path: '/runs', member: 1, expect: 201, body: { a: 'é' } },
      'TOKEN',
    );
    expect(bytes).toContain('\r\nContent-Length: 10\r\n');
    expect(bytes.endsWith('\r\n\r\n{"a":"é"}')).toBe(true);
  });
});

describe('an answer', () => {
  const whole = (body: string) =>
    Buffer.from(`HTTP/1.1 201 Created\r\ncontent-length: ${Buffer.byteLength(body)}\r\nX: y\r\n\r\n${body}`);

  it('is read when it is whole, and not before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (body) => {
        const bytes = whole(body);
        expect(readAnswer(bytes)?.status).toBe(201);
        expect(readAnswer(bytes)?.body.toString()).toBe(body);
        for (let end = 0; end < bytes.length; end += 1) expect(readAnswer(bytes.subarray(0, end))).toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('keeps its headers', () => {
    expect(readAnswer(whole('{}'))?.head).toMatch(/^HTTP\/1.1 201 Created\r\n.*\r\nX: y$/s);
  });

  it('without a length is a mistake', () => {
    expect(() => readAnswer(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'))).toThrow('no Content-Length');
  });
});

describe('the floor’s own check of a token', () => {
  const SECRET = 'the key of the tests of the benchmark';
  const key = createSecretKey(Buffer.from(SECRET));
  const token = tokenMaker(SECRET)(7);
  const read = (text: string) => readToken({ authorization: `Bearer ${text}` }, key);
  const [header = '', payload = '', signature = ''] = token.split('.');
  const signed = (head: string, claims: object) => {
    const text = `${head}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;

  it('takes a good one', () => {
    expect(read(token)).toMatchObject({ sub: uuidOf('member 7'), sid: uuidOf('session 7') });
    expect(read(signed(header, claims))).not.toBeNull();
  });

  it('takes its own, with the claims that the server gives a token', () => {
    const own = signToken({ sub: uuidOf('member 7'), sid: uuidOf('session 7') }, 900, key);
    expect(read(own)).toMatchObject({ sub: uuidOf('member 7'), sid: uuidOf('session 7') });
    expect(own.split('.')[0]).toBe(header);
    expect(Object.keys(read(own) ?? {})).toEqual(Object.keys(claims));
  });

  it.each([
    ['nothing', ''],
    ['another key', tokenMaker('another key of the tests of the benchmark')(7)],
    ['another payload', `${header}.${payload.slice(0, -2)}.${signature}`],
    ['no signature', `${header}.${payload}.`],
    ['no algorithm', `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`],
    ['an end in the past', signed(header, { ...claims, exp: 1 })],
    ['another issuer', signed(header, { ...claims, iss: 'x' })],
    ['another audience', signed(header, { ...claims, aud: 'x' })],
  ])('refuses %s', (_, text) => {
    expect(read(text)).toBeNull();
  });
});

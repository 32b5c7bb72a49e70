import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../../../src/shared/errors/problem.js';
import { readBody } from '../../../src/shared/representation/http/read-body.js';

const J = 'application/vnd.api+json';
const read = (text: string | Uint8Array, headers: Record<string, string> = {}) =>
  readBody(headers, Buffer.from(text));

function statusOf(act: () => unknown): number {
  try {
    act();
    return 200;
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
}

describe('the media type of a body', () => {
  it.each([
    [undefined, 200],
    ['', 200],
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
    [J, 200],
    [`${J}; profile="https://example.org/p"`, 200],
    ['application/json; charset=latin1', 415],
    [`${J}; charset=utf-8`, 415],
    [`${J}; ext="https://example.org/unknown"`, 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['text/plain', 415],
    ['application/problem+json', 415],
    ['rubbish', 415],
  ])('%j: %i', (type, status) => {
    expect(statusOf(() => read('{}', type === undefined ? {} : { 'content-type': type }))).toBe(status);
  });

  it('does not matter where there is no body', () => {
    expect(read('', { 'content-type': 'text/plain', 'content-encoding': 'gzip' })).toBeUndefined();
  });

  it.each(['gzip', 'br', 'identity', ''])('is not read under the coding %j', (coding) => {
    expect(statusOf(() => read('{}', { 'content-encoding': coding }))).toBe(415);
  });
});

describe('the JSON of a body', () => {
  it.each(['{"a":', 'undefined', "{'a':1}", '{"a":1}}', 'NaN', '\u0000', '{"a":"\u0001"}'])(
    '%j is malformed',
    (text) => {
      expect(statusOf(() => read(text))).toBe(400);
    },
  );

  it('is UTF-8', () => {
    expect(statusOf(() => read(Uint8Array.of(0x22, 0xff, 0x22)))).toBe(400);
    expect(read('"é"')).toBe('é');
    expect(read('\uFEFF{}')).toEqual({});
  });

  it('may be 32 deep, and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(statusOf(() => read(nested(32)))).toBe(200);
    expect(statusOf(() => read(nested(33)))).toBe(400);
    expect(statusOf(() => read(nested(500_000)))).toBe(400);
    expect(statusOf(() => read('{"a":'.repeat(33) + '1' + '}'.repeat(33)))).toBe(400);
  });

  it('may have 200 members in an object, and no more', () => {
    const members = (count: number) => `{${Array.from({ length: count }, (_, at) => `"m${at}":1`).join()}}`;
    expect(statusOf(() => read(members(200)))).toBe(200);
    expect(statusOf(() => read(members(201)))).toBe(400);
    expect(statusOf(() => read(`{"data":[${members(201)}]}`))).toBe(400);
    expect(statusOf(() => read(`[${'1,'.repeat(100_000)}1]`))).toBe(200);
  });

  it('keeps prototype names as plain members', () => {
    const body = read('{"__proto__": {"admin": true}, "constructor": 1}') as object;
    expect(Object.keys(body)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });

  it('is read back as it was written, and anything else is a problem', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const written = JSON.stringify(value);
        expect(JSON.stringify(read(written))).toBe(JSON.stringify(JSON.parse(written)));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect([200, 400]).toContain(statusOf(() => read(bytes)));
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  asksForProfile,
  knowsParameters,
  parseMediaType,
  parseMediaTypes,
} from '../../../src/shared/representation/media-type.js';

describe('a profile', () => {
  const J = 'application/vnd.api+json';

  it.each([
    [`${J};profile="http://x/p"`, true],
    [`${J};profile="http://x/o http://x/p"`, true],
    [`text/html, ${J};q=0.1;profile="http://x/p"`, true],
    [`${J};profile="http://x/p";q=0`, false],
    [`${J};profile="http://x/p";charset=utf-8`, false],
    [`${J};profile="http://x/pp"`, false],
    [`application/json;profile="http://x/p"`, false],
    [J, false],
    ['', false],
  ])('is asked for by %j: %j', (accept, asks) => {
    expect(asksForProfile(accept, 'http://x/p')).toBe(asks);
  });
});

describe('a media type', () => {
  it.each([
    ['application/json', 'application/json', {}, 1],
    ['Application/JSON;q=0.5', 'application/json', {}, 0.5],
    [' application/json ; charset=UTF-8 ', 'application/json', { charset: 'UTF-8' }, 1],
    ['a/b;x="1, 2; 3";q=0', 'a/b', { x: '1, 2; 3' }, 0],
    [String.raw`a/b;x="say \"hi\""`, 'a/b', { x: 'say "hi"' }, 1],
    ['a/b;', 'a/b', {}, 1],
    ['*/*;q=1.000', '*/*', {}, 1],
  ])('%j is read', (text, name, parameters, quality) => {
    const type = parseMediaType(text);
    expect(type).toMatchObject({ name, quality });
    expect(Object.fromEntries(type?.parameters ?? [])).toEqual(parameters);
  });

  it.each([
    '',
    'json',
    'a/',
    '/b',
    'a/b/c',
    'a/b;x',
    'a/b;x=',
    'a/b;q=2',
    'a/b;q=0.1234',
    'a/b;q=high',
    'a b/c',
    'a/b;x="open',
    'a/b;x="open, ',
    'a/b;x="open\\',
  ])('%j is none', (text) => {
    expect(parseMediaType(text)).toBeNull();
  });

  it('is left out of a list where it is malformed, and the others stay', () => {
    expect(parseMediaTypes('a/b, rubbish, c/d;q=9, e/f;x="y,z"').map(({ name }) => name)).toEqual([
      'a/b',
      'e/f',
    ]);
  });

  it('is read from any text without throwing, in linear time', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseMediaTypes(text)));
    const started = performance.now();
    parseMediaTypes('a/b;x="'.repeat(4000) + '"\\'.repeat(4000));
    parseMediaTypes('"' + '\\"'.repeat(16_000));
    parseMediaTypes('"\\'.repeat(16_000));
    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each([
    ['application/vnd.api+json', true],
    ['application/vnd.api+json;profile="https://example.org/a https://example.org/b"', true],
    ['application/vnd.api+json;ext="https://example.org/unknown"', false],
    ['application/vnd.api+json;charset=utf-8', false],
    ['application/vnd.api+json;profile=x;version=1', false],
  ])('%j has parameters that JSON:API lets pass: %j', (text, knows) => {
    const type = parseMediaType(text);
    expect(type && knowsParameters(type)).toBe(knows);
  });
});

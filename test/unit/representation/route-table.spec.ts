import { describe, expect, it } from '@jest/globals';
import { RouteTable } from '../../../src/shared/representation/http/route-table.js';

const table = new RouteTable();
for (const [methods, url] of [
  ['GET HEAD POST', '/runs'],
  ['GET HEAD', '/runs/summary'],
  ['GET HEAD PATCH DELETE', '/runs/:id'],
  ['GET HEAD', '/runs/:id/user'],
  ['GET HEAD', '/users/:username'],
  ['PUT', '/users/:id'],
  ['GET', '/docs/*'],
  ['GET', '/docs/json'],
  ['GET', '/'],
] as const) {
  for (const method of methods.split(' ')) table.add(method, url);
}

describe('the methods of a path', () => {
  it.each([
    ['/', 'GET'],
    ['/runs', 'GET HEAD POST'],
    ['/runs/summary', 'GET HEAD'],
    ['/runs/summar%79', 'GET HEAD'],
    ['/runs/7', 'GET HEAD PATCH DELETE'],
    ['/runs/a%2Fb', 'GET HEAD PATCH DELETE'],
    ['/runs/summary/user', 'GET HEAD'],
    ['/users/bob', 'GET HEAD PUT'],
    ['/docs/a/b', 'GET'],
    ['/docs/', 'GET'],
  ])('%s: %s', (path, methods) => {
    expect(table.methodsAt(path)?.join(' ')).toBe(methods);
  });

  it.each([
    '/run',
    '/runs/',
    '/runs/7/',
    '/runs//user',
    '/runs/7/user/x',
    '/Runs',
    'runs',
    '',
    '/docs',
    '/runs/%'.concat('/x'),
  ])('%j is unknown', (path) => {
    expect(table.methodsAt(path)).toBeNull();
  });
});

describe('a route with a parameter', () => {
  it.each([
    ['PATCH', '/runs/:id', true],
    ['DELETE', '/runs/:id', true],
    ['GET', '/runs/:id', false],
    ['POST', '/runs', false],
    ['GET', '/runs/:id/user', false],
    ['PUT', '/users/:id', false],
  ])('%s %s may take what belongs to a fixed path: %j', (method, url, may) => {
    expect(table.mayBeOvershadowed(method, url)).toBe(may);
    expect(table.mayBeOvershadowed(method, url)).toBe(may);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PageWindow } from '../../../src/shared/query/list-query.js';
import { baseOf } from '../../../src/shared/representation/http/host.js';
import { pathOf } from '../../../src/shared/representation/http/path.js';
import { linkHeader, Links, pageLinks } from '../../../src/shared/representation/links.js';
import { gadgetResource } from '../../support/resources.js';

const links = new Links('https://club.example/api');

describe('a link', () => {
  it('is absolute and percent-encoded', () => {
    expect(links.one(gadgetResource, 'a/b é?')).toBe('https://club.example/api/gadgets/a%2Fb%20%C3%A9%3F');
    expect(links.relationship(gadgetResource, '1', 'part_of')).toBe(
      'https://club.example/api/gadgets/1/relationships/part_of',
    );
    expect(links.related(gadgetResource, '1', 'parts')).toBe('https://club.example/api/gadgets/1/parts');
  });

  it('to the request keeps its parameters, encoded anew', () => {
    const url = links.to('/gadgets/a%2fb "c"', [
      ['filter[x]', 'a&b=é +'],
      ['page[size]', '1'],
    ]);
    expect(url).toBe(
      'https://club.example/api/gadgets/a%2Fb%20%22c%22?filter%5Bx%5D=a%26b%3D%C3%A9%20%2B&page%5Bsize%5D=1',
    );
  });

  it('starts from what the request reached, unless that is nonsense', () => {
    const socket = { localPort: 5000 };
    expect(baseOf({ protocol: 'https', host: 'club.example:8443', socket })).toBe(
      'https://club.example:8443',
    );
    expect(baseOf({ protocol: 'http', host: '[::1]:5000', socket })).toBe('http://[::1]:5000');
    expect(baseOf({ protocol: 'javascript', host: 'a>b', socket })).toBe('http://localhost:5000');
    expect(baseOf({ protocol: 'http', host: '', socket })).toBe('http://localhost:5000');
  });

  it.each([
    ['/runs?x=/y', '/runs'],
    ['/runs#x', '/runs'],
    ['http://host:1/runs/1?x', '/runs/1'],
    ['http://host', '/'],
    ['/http://x', '/http://x'],
  ])('finds the path of %j', (target, path) => {
    expect(pathOf(target)).toBe(path);
  });
});

const around = (window: PageWindow, count: number) =>
  pageLinks(
    window,
    count,
    [
      ['sort', 'x'],
      ['page[size]', '9'],
      ['limit', '9'],
    ],
    (pairs) => pairs.map((pair) => pair.join('=')).join('&'),
  );

describe('the links of a page', () => {
  it.each([
    [{ offset: 0, limit: 10 }, 25, 1, null, 2, 3],
    [{ offset: 10, limit: 10 }, 25, 1, 1, 3, 3],
    [{ offset: 20, limit: 10 }, 25, 1, 2, null, 3],
    [{ offset: 0, limit: 10 }, 0, 1, null, null, 1],
    [{ offset: 0, limit: 10 }, 10, 1, null, null, 1],
    [{ offset: 90, limit: 10 }, 25, 1, 3, null, 3],
  ])('%j of %i records', (window, count, first, prev, next, last) => {
    const page = (number: number | null) => number && `sort=x&page[number]=${number}&page[size]=10`;
    expect(around({ style: 'number', ...window }, count)).toEqual({
      first: page(first),
      prev: page(prev),
      next: page(next),
      last: page(last),
    });
  });

  it('speak as the client spoke', () => {
    const page = (offset: number) => `sort=x&limit=10&offset=${offset}`;
    expect(around({ style: 'offset', offset: 5, limit: 10 }, 30)).toEqual({
      first: page(0),
      prev: page(0),
      next: page(15),
      last: page(20),
    });
  });

  it('lead from the first page through every record once', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 50 }), (count, limit) => {
        const seen: number[] = [];
        let offset: number | null = 0;
        while (offset !== null) {
          seen.push(...Array.from({ length: Math.min(limit, count - offset) }, (_, at) => at + seen.length));
          const next: string | null = around({ style: 'offset', offset, limit }, count).next;
          offset = next === null ? null : Number(/offset=(\d+)/.exec(next)?.[1]);
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, at) => at));
      }),
    );
  });

  it('are a Link header in plain JSON, without those that are not there', () => {
    expect(linkHeader({ first: 'http://a/1', prev: null, next: 'http://a/2', last: 'http://a/3' })).toBe(
      '<http://a/1>; rel="first", <http://a/2>; rel="next", <http://a/3>; rel="last"',
    );
  });
});

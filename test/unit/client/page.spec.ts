import { describe, expect, it } from '@jest/globals';
import { nextQuery, totalOf } from '../../../clients/typescript/src/page.js';

const BASE = 'https://kit.club.example/runs';

describe('the next page', () => {
  it.each([
    ['no header', null, null],
    ['no next link', `<${BASE}?page%5Bnumber%5D=1>; rel="first"`, null],
    [
      'a next link among others',
      `<${BASE}?a=1>; rel="first", <${BASE}?page%5Bafter%5D=x%2By&sort=-id>; rel="next", <${BASE}?b=2>; rel="last"`,
      { 'page[after]': 'x+y', sort: '-id' },
    ],
    ['a comma within a link', `<${BASE}?sort=a,b>; rel="next"`, { sort: 'a,b' }],
    ['a relative link', '</runs?page%5Bnumber%5D=2>; rel="next"', { 'page[number]': '2' }],
    ['another host, of which only the query counts', '<https://evil.example/x?q=1>; rel="next"', { q: '1' }],
  ])('of %s', (_, link, query) => {
    expect(nextQuery(link)).toEqual(query);
  });

  it.each([
    [{}, null],
    [{ 'X-Total-Count': '0' }, 0],
    [{ 'X-Total-Count': '12' }, 12],
  ])('total of %j', (headers, total) => {
    expect(totalOf(new Headers(headers as Record<string, string>))).toBe(total);
  });
});

import { describe, expect, it } from '@jest/globals';
import { baseOf } from '../../../src/shared/representation/http/host.js';
import { pathOf } from '../../../src/shared/representation/http/path.js';
import { Links } from '../../../src/shared/representation/links.js';
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

import { expect, it } from '@jest/globals';
import { dependencyOrder } from '../../../src/backup/dependency-order.js';

it.each([
  ['nothing', [], [], []],
  ['what stands alone, as it comes', ['b', 'a'], [], ['b', 'a']],
  ['what is named before what names it', ['c', 'b', 'a'], ['c>b', 'b>a'], ['a', 'b', 'c']],
  ['what names itself', ['a', 'b'], ['a>a', 'a>b'], ['b', 'a']],
  ['what names something else', ['a'], ['a>elsewhere'], ['a']],
])('puts %s', (_, names, references, order) => {
  const read = references.map((text) => text.split('>')).map(([from = '', to = '']) => ({ from, to }));
  expect(dependencyOrder(names, read)).toEqual(order);
});

it('throws where tables refer to each other in a circle', () => {
  const circle = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'a' },
  ];
  expect(() => dependencyOrder(['a', 'b', 'c'], circle)).toThrow('a, b refer to each other');
});

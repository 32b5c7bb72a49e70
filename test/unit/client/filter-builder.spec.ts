import { describe, expect, it } from '@jest/globals';
import { whereOf, writeFilter } from '../../../clients/typescript/src/filter-builder.js';
import type { Filter } from '../../../clients/typescript/src/where.js';

const { and, or, not, ...where } = whereOf<'runs'>();
const users = whereOf<'users'>();
const noon = new Date('2020-01-24T12:00:00+01:00');
const gt = where.gt('distance', 5000);

describe('a filter', () => {
  it.each<readonly [string, Filter<'runs'>, unknown]>([
    ['a comparison', gt, { name: 'distance', op: 'gt', val: 5000 }],
    [
      'a Date, in UTC',
      where.ge('start_time', noon),
      { name: 'start_time', op: 'ge', val: '2020-01-24T11:00:00.000Z' },
    ],
    ['null', where.eq('user.email', null), { name: 'user.email', op: 'eq', val: null }],
    ['a list', where.notIn('date', ['2020-01-24']), { name: 'date', op: 'not_in', val: ['2020-01-24'] }],
    ['a range', where.between('distance', 1, 2), { name: 'distance', op: 'between', val: [1, 2] }],
    ['no value', where.isNotNull('date'), { name: 'date', op: 'is_not_null' }],
    ['text', where.istartsWith('user', 'A'), { name: 'user', op: 'istartswith', val: 'A' }],
    [
      'two fields',
      where.compare('end_time', 'gt', 'start_time'),
      { name: 'end_time', op: 'gt', field: 'start_time' },
    ],
    ['a relationship', where.has('user'), { name: 'user', op: 'has' }],
    [
      'a related record',
      where.has('user', users.eq('active', true)),
      { name: 'user', op: 'has', val: { name: 'active', op: 'eq', val: true } },
    ],
    [
      'and, or, not',
      and(gt, or(gt, not(gt))),
      {
        and: [
          { name: 'distance', op: 'gt', val: 5000 },
          {
            or: [
              { name: 'distance', op: 'gt', val: 5000 },
              { not: { name: 'distance', op: 'gt', val: 5000 } },
            ],
          },
        ],
      },
    ],
  ])('of %s is a node of the filter language', (_, filter, node) => {
    expect(JSON.parse(writeFilter(filter))).toEqual(node);
  });

  it('is not changed by those it is used in', () => {
    const before = writeFilter(gt);
    and(gt, not(gt));
    expect(writeFilter(gt)).toBe(before);
    expect(Object.isFrozen(gt)).toBe(true);
  });
});

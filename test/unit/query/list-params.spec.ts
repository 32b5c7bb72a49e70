import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BadParameter } from '../../../src/shared/errors/errors.js';
import type { Pair } from '../../../src/shared/query/flat-pairs.js';
import { flatPairs } from '../../../src/shared/query/flat-pairs.js';
import { parseListQuery, parseOneQuery } from '../../../src/shared/query/list-params.js';
import { testsOf } from '../../../src/shared/query/filter/filter.js';
import { faultOf } from '../../support/refusals.js';
import { ANYBODY, personResource, shed, shelfResource, toolResource } from '../../support/shed.js';

const lens = { catalog: shed, viewer: ANYBODY };
const list = (text: string, plain = false) =>
  parseListQuery(flatPairs(text), { ...lens, resource: toolResource, plain });
const one = (text: string, plain = false) =>
  parseOneQuery(flatPairs(text), { ...lens, resource: toolResource, plain });

describe('the order', () => {
  it.each([
    ['', [{ name: 'made_at', descending: true }]],
    ['sort=size', [{ name: 'size', descending: false }]],
    [
      'sort=-made_at,size',
      [
        { name: 'made_at', descending: true },
        { name: 'size', descending: false },
      ],
    ],
    [
      'sort=owner,-shelf_id',
      [
        { name: 'owner', descending: false },
        { name: 'shelf', descending: true },
      ],
    ],
    ['sort=-id', [{ name: 'id', descending: true }]],
  ])('of "%s" is %j', (text, keys) => {
    expect(list(text).sort).toEqual(keys);
  });

  it.each([
    'sort=',
    'sort=,size',
    'sort=--size',
    'sort=nothing',
    'sort=length',
    'sort=extra',
    'sort=owner.name',
    'sort=__proto__',
    'sort=constructor',
    'sort=size,-size',
    'sort=owner,owner_id',
    'sort=id,label,size,weight,made_at,sold_at',
  ])('is refused for "%s"', (text) => {
    expect(faultOf(() => list(text)).parameter).toBe('sort');
  });

  it('takes five keys, and says which there are', () => {
    expect(list('sort=label,size,weight,made_at,sold_at').sort).toHaveLength(5);
    const { meta } = faultOf(() => list('sort=nothing'));
    expect(meta?.allowed).toEqual([
      'id',
      'label',
      'size',
      'weight',
      'made_at',
      'sold_at',
      'bought',
      'sharp',
      'owner',
      'shelf',
    ]);
  });
});

describe('the fields', () => {
  it.each([
    ['', []],
    ['fields[tool]=size,owner', [['tool', ['size', 'owner']]]],
    ['fields[tool]=', [['tool', []]]],
    [
      'fields[tool]=size&fields[person]=tools',
      [
        ['tool', ['size']],
        ['person', ['tools']],
      ],
    ],
  ])('of "%s" are %j', (text, fields) => {
    for (const query of [list(text), list(text, true), one(text), one(text, true)]) {
      expect([...query.fields].map(([type, names]) => [type, [...names]])).toEqual(fields);
    }
  });

  it.each([
    ['fields[tool]=nothing', 'fields[tool]'],
    ['fields[tool]=id', 'fields[tool]'],
    ['fields[tool]=size,', 'fields[tool]'],
    ['fields[tool]=__proto__', 'fields[tool]'],
    ['fields[nothing]=size', 'fields[nothing]'],
    ['fields[constructor]=size', 'fields[constructor]'],
    ['fields[]=size', 'fields[]'],
    ['fields=size', 'fields'],
    ['fields[tool][x]=size', 'fields[tool][x]'],
  ])('are refused for "%s", by name', (text, parameter) => {
    expect(faultOf(() => list(text)).parameter).toBe(parameter);
    expect(faultOf(() => one(text)).parameter).toBe(parameter);
  });
});

describe('the includes', () => {
  it.each([
    ['', null],
    ['include=', []],
    ['include=owner', [['owner']]],
    ['include=owner,shelf.keeper', [['owner'], ['shelf', 'keeper']]],
    ['include=owner,owner', [['owner']]],
    ['include=shelf.keeper.mentor', [['shelf', 'keeper', 'mentor']]],
  ])('of "%s" are %j', (text, include) => {
    expect(list(text).include).toEqual(include);
    expect(one(text).include).toEqual(include);
  });

  it.each([
    'include=nothing',
    'include=size',
    'include=owner.tools',
    'include=owner.',
    'include=.owner',
    'include=owner_id',
    'include=__proto__',
    'include=shelf.keeper.mentor.mentor',
    'include=owner,shelf,owner.mentor,shelf.keeper,owner.mentor.mentor,shelf.keeper.mentor',
  ])('are refused for "%s"', (text) => {
    expect(faultOf(() => list(text)).parameter).toBe('include');
    expect(faultOf(() => one(text)).parameter).toBe('include');
  });

  it('are for JSON:API only', () => {
    expect(faultOf(() => list('include=owner', true)).detail).toContain('Accept: application/vnd.api+json');
    expect(faultOf(() => one('include=', true)).parameter).toBe('include');
  });
});

describe('plain JSON’s own names', () => {
  it('are short for conditions', () => {
    const { filter } = list('owned=ann&called=100%25', true);
    expect(filter && testsOf(filter)).toMatchObject([
      { is: 'comparison', op: 'eq', value: 'ann', column: { leaf: { name: 'owner' } } },
      { is: 'pattern', pattern: '%100\\%%', anyCase: true, column: { leaf: { name: 'label' } } },
    ]);
  });

  it('join filters', () => {
    const { filter } = list('filter[size]=1&owned=ann', true);
    expect(filter?.is).toBe('and');
  });

  it.each([
    ['owned=ann', 'owned', 'filter[…]'],
    ['called=saw', 'called', 'filter[…]'],
    ['limit=5', 'limit', 'page[…]'],
    ['offset=5', 'offset', 'page[…]'],
  ])('are refused in JSON:API for "%s", which says what to use', (text, parameter, hint) => {
    const fault = faultOf(() => list(text));
    expect(fault.parameter).toBe(parameter);
    expect(fault.detail).toContain(hint);
    expect(fault.detail).toContain('Accept: application/json');
  });

  it.each(['owned=%00', 'called=a%00'])('are refused by their own names for "%s"', (text) => {
    expect(faultOf(() => list(text, true)).parameter).toBe(text.split('=')[0]);
  });
});

describe('any parameter', () => {
  it.each([
    'x=1',
    '=',
    'Sort=size',
    'filters=x',
    'sort[]=size',
    'owned[]=x',
    '__proto__=1',
    'page[size][]=1',
  ])('that is unknown, "%s", is refused by name', (text) => {
    const name = text.split('=')[0];
    expect(faultOf(() => list(text, true)).parameter).toBe(name);
    expect(faultOf(() => one(text)).parameter).toBe(name);
  });

  it.each(['sort=size&sort=size', 'filter[size]=1&filter[size]=2', 'filter=size eq 1&filter=size eq 1'])(
    'that is repeated, "%s", is refused',
    (text) => {
      expect(faultOf(() => list(text)).detail).toContain('twice');
    },
  );

  it.each(['sort=size', 'page[size]=1', 'filter[size]=1', 'limit=1', 'owned=ann'])(
    'of lists, "%s", is unknown to one record',
    (text) => {
      expect(faultOf(() => one(text, true)).parameter).toBe(text.split('=')[0]);
    },
  );

  it('is kept as it was sent', () => {
    const pairs: readonly Pair[] = [
      ['filter[size]', '1'],
      ['page[size]', '2'],
    ];
    expect(parseListQuery(pairs, { ...lens, resource: toolResource, plain: false }).parameters).toEqual(
      pairs,
    );
  });

  it('may filter by the fields of another resource and sort by those of its own', () => {
    const context = { ...lens, resource: shelfResource, filtersOf: toolResource, plain: false };
    const query = parseListQuery(
      [
        ['filter[size][gt]', '1'],
        ['sort', 'fullness'],
      ],
      context,
    );
    expect(query.filter).toMatchObject({ is: 'comparison', op: 'gt', value: '1' });
    expect(faultOf(() => parseListQuery([['filter[fullness]', '1']], context)).parameter).toBe('filter');
  });

  it('is read or refused by name, whatever it is', () => {
    const names = fc.oneof(
      fc.constantFrom(
        'sort',
        'include',
        'limit',
        'page[size]',
        'fields[tool]',
        'owned',
        'filter[size]',
        'filter',
      ),
      fc.string({ unit: 'binary' }),
    );
    const pairs = fc.array(fc.tuple(names, fc.string({ unit: 'binary' })), { maxLength: 4 });
    fc.assert(
      fc.property(pairs, fc.boolean(), (given, plain) => {
        try {
          parseListQuery(given, { ...lens, resource: personResource, plain });
        } catch (error) {
          expect(error).toBeInstanceOf(BadParameter);
        }
      }),
      { numRuns: 500 },
    );
  });
});

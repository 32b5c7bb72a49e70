import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../support/client.js';
import { type Further, get, inParameter, type Row, Stage } from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const ANN = { type: 'user', id: 'ann' };

const inOrder =
  (...ids: readonly string[]): Further =>
  ({ body }) =>
    expect((body.data as Json[]).map(({ id }) => id as string)).toEqual(ids);

/** Which fields the first record of the document shows. */
const shows =
  (attributes: readonly string[], relationships: readonly string[] = []): Further =>
  ({ body }) => {
    const [first] = [body.data].flat();
    expect(Object.keys(first.attributes as object)).toEqual(attributes);
    expect(Object.keys((first.relationships ?? {}) as object)).toEqual(relationships);
  };

describe('the checklist of query parameters', () => {
  const rows: readonly Row[] = [
    [
      '#fetching-sparse-fieldsets shows what it names',
      get('/runs/1?fields[run]=distance,user'),
      200,
      {},
      shows(['distance'], ['user']),
    ],
    [
      '#fetching-sparse-fieldsets shows nothing for an empty value',
      get('/runs/1?fields[run]='),
      200,
      {},
      shows([]),
    ],
    ['#fetching-sparse-fieldsets of a list', get('/runs?fields[run]=distance'), 200, {}, shows(['distance'])],
    [
      '#fetching-sparse-fieldsets of included records',
      get('/runs/1?include=user&fields[user]=first_name'),
      200,
      {},
      ({ body }) => expect(body.included[0].attributes).toEqual({ first_name: 'Ann' }),
    ],
    [
      '#fetching-sparse-fieldsets may leave out what leads to the included',
      get('/runs/1?include=user&fields[run]=distance'),
      200,
      { included: [ANN] },
      shows(['distance']),
    ],
    [
      '#fetching-sparse-fieldsets of another type change nothing',
      get('/runs/1/relationships/user'),
      200,
      { data: ANN },
    ],
    [
      '#fetching-sparse-fieldsets 400 for an unknown field',
      get('/runs?fields[run]=pace'),
      400,
      inParameter('fields[run]'),
    ],
    [
      '#fetching-sparse-fieldsets 400 for a secret',
      get('/users?fields[user]=password'),
      400,
      inParameter('fields[user]'),
    ],
    [
      '#fetching-sparse-fieldsets 400 for an unknown type',
      get('/runs?fields[person]=name'),
      400,
      inParameter('fields[person]'),
    ],

    ['#fetching-sorting is ascending', get('/runs?sort=distance'), 200, {}, inOrder('2', '3', '1')],
    [
      '#fetching-sorting is descending with a minus',
      get('/runs?sort=-distance'),
      200,
      {},
      inOrder('1', '3', '2'),
    ],
    [
      '#fetching-sorting takes fields in their order',
      get('/runs?sort=user,distance'),
      200,
      {},
      inOrder('3', '1', '2'),
    ],
    [
      '#fetching-sorting orders what is related, too',
      get('/users/ann/runs?sort=distance'),
      200,
      {},
      inOrder('3', '1'),
    ],
    ['#fetching-sorting 400 for an unknown field', get('/runs?sort=pace'), 400, inParameter('sort')],
    [
      '#fetching-sorting 400 for a field that is not sorted by',
      get('/runs?sort=weather_info'),
      400,
      inParameter('sort'),
    ],
    ['#fetching-sorting 400 for a path', get('/runs?sort=user.email'), 400, inParameter('sort')],
    ['#fetching-sorting 400 for no field', get('/runs?sort='), 400, inParameter('sort')],
    ['#fetching-sorting 400 for one record', get('/runs/1?sort=distance'), 400, inParameter('sort')],

    [
      '#fetching-pagination links lead around the page',
      get('/runs?sort=distance&page[number]=2&page[size]=1'),
      200,
      {},
      async ({ body }, { club }) => {
        const pages = ['first', 'prev', 'self', 'next', 'last'].map((name) => body.links[name] as string);
        const found = pages.map((url) => club.admin.jsonApi.get(url.slice(club.url.length)));
        expect((await Promise.all(found)).map((page) => page.body.data[0].id as string)).toEqual([
          '2',
          '2',
          '3',
          '1',
          '1',
        ]);
      },
    ],
    [
      '#fetching-pagination links are null where there is no page',
      get('/runs'),
      200,
      { links: { prev: null, next: null } },
    ],
    [
      '#fetching-pagination 400 for a page of the wrong size',
      get('/runs?page[size]=0'),
      400,
      inParameter('page[size]'),
    ],
    [
      '#fetching-pagination 400 for an unknown member of the family',
      get('/runs?page[from]=1'),
      400,
      inParameter('page[from]'),
    ],
    [
      '#fetching-filtering keeps what fits',
      get('/runs?filter[distance][ge]=2000'),
      200,
      { meta: { count: 2 } },
      inOrder('3', '1'),
    ],
    [
      '#fetching-filtering 400 for an unknown field',
      get('/runs?filter[pace]=1'),
      400,
      { errors: [{ source: {} }] },
    ],

    [
      '#query-parameters-custom 400 for an unknown parameter',
      get('/runs?colour=red'),
      400,
      inParameter('colour'),
    ],
    [
      '#query-parameters-custom 400 for one that is well named',
      get('/runs?camelCase=1'),
      400,
      inParameter('camelCase'),
    ],
    ['#query-parameters-custom 400 for one of plain JSON', get('/runs?limit=1'), 400, inParameter('limit')],
    ['#query-parameters-families 400 for a name that is none', get('/runs?filter[_]=1'), 400],
    [
      '#query-parameters-families 400 for a family without a member',
      get('/runs?fields=distance'),
      400,
      inParameter('fields'),
    ],
    [
      '#query-parameters 400 for one that is given twice',
      get('/runs?sort=id&sort=-id'),
      400,
      inParameter('sort'),
    ],
    [
      '#appendix-query-details-square-brackets encoded ones are the same',
      get('/runs/1?fields%5Brun%5D=distance'),
      200,
      {},
      shows(['distance']),
    ],
    [
      '#appendix-query-details-parsing a plus is a space',
      get('/runs?sort=+distance'),
      400,
      inParameter('sort'),
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

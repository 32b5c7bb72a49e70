import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../support/client.js';
import { type Further, get, head, inParameter, type Row, Stage } from '../../support/json-api-checklist.js';

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

const includes =
  (...ids: readonly string[]): Further =>
  ({ body }) =>
    expect((body.included as Json[]).map(({ id }) => id as string).sort()).toEqual(ids);

/** The same headers as for GET, and nothing else. */
const asGet =
  (path: string): Further =>
  async ({ headers, body }, { club }) => {
    const got = await club.admin.jsonApi.get(path);
    expect(body).toBeUndefined();
    for (const name of ['content-type', 'content-length', 'vary', 'etag']) {
      expect(headers.get(name)).toBe(got.headers.get(name));
    }
  };

describe('the checklist of fetching', () => {
  const rows: readonly Row[] = [
    ['#fetching-resources-responses-200 a record', get('/runs/1'), 200, { data: { type: 'run', id: '1' } }],
    [
      '#fetching-resources-responses-200 a list',
      get('/loan-items'),
      200,
      {},
      inOrder('a:b', 'drill', 'saw', 'spare'),
    ],
    ['#fetching-resources-responses-200 a related record', get('/runs/1/user'), 200, { data: ANN }],
    ['#fetching-resources-responses-200 related records', get('/users/ann/runs'), 200, {}, inOrder('3', '1')],
    [
      '#fetching-resources-responses-200 an empty to-one is null',
      get('/loan-items/a:b/loanedto'),
      200,
      { data: null },
    ],
    [
      '#fetching-resources-responses-404 an unknown record',
      get('/runs/999'),
      404,
      { errors: [{ code: 'RUN_NOT_FOUND' }] },
    ],
    ['#fetching-resources-responses-404 an id that cannot be', get('/runs/abc'), 404],
    ['#fetching-resources-responses-404 what is related to an unknown record', get('/runs/999/user'), 404],
    ['#fetching-resources-responses-404 an unknown relationship', get('/runs/1/owner'), 404],
    [
      '#fetching-resources-responses-other 403 for somebody else’s record',
      get('/runs/2', { as: 'ann' }),
      403,
    ],
    ['#fetching-resources-responses-other 401 for nobody', get('/runs/1', { as: 'nobody' }), 401],
    [
      '#fetching-resources HEAD answers as GET for a record',
      head('/runs/1'),
      200,
      undefined,
      asGet('/runs/1'),
    ],
    [
      '#fetching-resources HEAD answers as GET for a list',
      head('/runs?include=user'),
      200,
      undefined,
      asGet('/runs?include=user'),
    ],
    [
      '#fetching-resources HEAD answers as GET for linkage',
      head('/runs/1/relationships/user'),
      200,
      undefined,
      asGet('/runs/1/relationships/user'),
    ],
    ['#fetching-resources HEAD answers as GET for what is not there', head('/runs/999'), 404],

    [
      '#fetching-relationships-responses-200 linkage with its links',
      get('/runs/1/relationships/user'),
      200,
      { data: ANN, links: {} },
      ({ body }, { club }) =>
        expect(body.links).toEqual({
          self: `${club.url}/runs/1/relationships/user`,
          related: `${club.url}/runs/1/user`,
        }),
    ],
    [
      '#fetching-relationships-responses-200 null where it is empty',
      get('/loan-items/a:b/relationships/loanedto'),
      200,
      { data: null },
    ],
    ['#fetching-relationships-responses-404 of an unknown record', get('/runs/999/relationships/user'), 404],
    [
      '#fetching-relationships-responses-404 of an unknown relationship',
      get('/runs/1/relationships/owner'),
      404,
    ],

    ['#fetching-includes brings what it names', get('/runs/1?include=user'), 200, { included: [ANN] }],
    [
      '#fetching-includes brings each step of a path',
      get('/loans/1?include=item.loanedto'),
      200,
      {},
      includes('ann', 'saw'),
    ],
    [
      '#fetching-includes brings several paths',
      get('/loans/1?include=item,borrower'),
      200,
      {},
      includes('ann', 'saw'),
    ],
    ['#fetching-includes brings nothing else', get('/loans/1?include=item'), 200, {}, includes('saw')],
    [
      '#fetching-includes has its key where the relationship is empty',
      get('/loan-items/a:b?include=loanedto'),
      200,
      { included: [] },
    ],
    [
      '#fetching-includes has its key where the value is empty',
      get('/runs/1?include='),
      200,
      { included: [] },
    ],
    [
      '#fetching-includes has its key in an empty list',
      get('/runs?include=user&filter[distance]=7'),
      200,
      { data: [], included: [] },
    ],
    [
      '#fetching-includes has its key where the related record is empty',
      get('/loan-items/a:b/loanedto?include='),
      200,
      { data: null, included: [] },
    ],
    [
      '#fetching-includes has its key where a resource has no relationships',
      get('/roles?include='),
      200,
      { included: [] },
    ],
    ['#fetching-includes 400 for an unknown path', get('/runs?include=owner'), 400, inParameter('include')],
    [
      '#fetching-includes 400 for an unknown step',
      get('/loans?include=item.owner'),
      400,
      inParameter('include'),
    ],
    [
      '#fetching-includes 400 for one that is not included',
      get('/users?include=runs'),
      400,
      inParameter('include'),
    ],
    ['#fetching-includes 400 for an attribute', get('/runs?include=distance'), 400, inParameter('include')],
    ['#fetching-includes 400 for an empty path', get('/runs?include=user,'), 400, inParameter('include')],
    [
      '#fetching-includes 400 where the endpoint has none',
      get('/runs/1/relationships/user?include=user'),
      400,
      inParameter('include'),
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../support/client.js';
import { type Further, get, newRun, patch, post, type Row, Stage } from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const ANN = { type: 'user', id: 'ann' };
const SAW = '/loan-items/saw';

const lacks =
  (...names: readonly string[]): Further =>
  ({ body }) => {
    for (const name of names) expect(Object.hasOwn(body as object, name)).toBe(false);
  };

/** The document's own link is the URL that was asked for. */
const isItself =
  (path: string): Further =>
  ({ body }, { club }) => {
    const { self } = body.links;
    const parameters = (url: string) => [...new URL(url, club.url).searchParams];
    expect([new URL(self as string).pathname, parameters(self as string)]).toEqual([
      new URL(path, club.url).pathname,
      parameters(path),
    ]);
  };

const keysOf =
  (place: (body: Json) => object, keys: readonly string[]): Further =>
  ({ body }) =>
    expect(Object.keys(place(body)).sort()).toEqual([...keys].sort());

describe('the checklist of documents', () => {
  const QUERY =
    '/runs?include=user&fields[run]=distance,user&sort=-distance&page[size]=1&filter[distance][gt]=1';
  const rows: readonly Row[] = [
    [
      '#document-top-level a record is an object',
      get('/runs/1'),
      200,
      { data: { type: 'run', id: '1' } },
      lacks('errors', 'included'),
    ],
    [
      '#document-top-level a list of one is a list',
      get('/runs?page[size]=1'),
      200,
      { data: [{ type: 'run' }] },
    ],
    ['#document-top-level a list of none is a list', get('/runs?filter[distance]=7'), 200, { data: [] }],
    ['#document-top-level nothing is null', get('/loan-items/spare/loanedto'), 200, { data: null }],
    [
      '#document-top-level errors stand without data',
      get('/runs/999'),
      404,
      { errors: [{}] },
      lacks('data', 'included', 'links'),
    ],
    [
      '#document-top-level nothing is included without being asked for',
      get('/runs'),
      200,
      {},
      lacks('included'),
    ],
    ['#document-top-level self has the parameters of the request', get(QUERY), 200, {}, isItself(QUERY)],
    [
      '#document-top-level self of a related record is where it was asked for',
      get('/runs/1/user'),
      200,
      { data: ANN },
      isItself('/runs/1/user'),
    ],
    [
      '#document-resource-object-identification ids are strings, also where they count up',
      get('/loans/1'),
      200,
      { data: { type: 'loan', id: '1' } },
    ],
    [
      '#document-resource-object-identification type and id name one record, wherever it stands',
      get('/loans/1?include=borrower,item.loanedto,lent_by'),
      200,
      { data: { relationships: { borrower: { data: ANN } } } },
      ({ body }) => {
        const ids = (body.included as Json[]).map(({ type, id }) => `${type as string} ${id as string}`);
        expect(ids.sort()).toEqual(['loan-item saw', 'user admin', 'user ann']);
      },
    ],
    [
      '#document-resource-object-attributes no foreign key is one',
      get('/runs/1'),
      200,
      {},
      ({ body }) =>
        expect(Object.keys(body.data.attributes as object).filter((name) => /user|_id$/.test(name))).toEqual(
          [],
        ),
    ],
    [
      '#document-resource-object-relationships a to-one has its links and its linkage',
      get(SAW),
      200,
      {},
      keysOf((body) => body.data.relationships.loanedto as object, ['links', 'data']),
    ],
    [
      '#document-resource-object-relationships a to-many has a link to its records',
      get(SAW),
      200,
      {},
      keysOf((body) => body.data.relationships.loans.links as object, ['related']),
    ],
    [
      '#document-resource-object-related-resource-links they stay while the relationship changes',
      get('/loan-items/spare'),
      200,
      {},
      async ({ body }, { club }) => {
        const { related } = body.data.relationships.loanedto.links;
        await club.admin.plain.patch('/loan-items/spare', { loanedto: 'ann' });
        const lent = await club.admin.jsonApi.get('/loan-items/spare');
        expect(lent.body.data.relationships.loanedto).toMatchObject({ links: { related }, data: ANN });
        await club.admin.plain.patch('/loan-items/spare', { loanedto: null });
      },
    ],
    [
      '#document-resource-object-linkage of an empty to-one is null',
      get('/loan-items/a:b'),
      200,
      { data: { relationships: { loanedto: { data: null } } } },
    ],
    [
      '#document-resource-object-linkage of another is its type and id',
      get(SAW),
      200,
      { data: { relationships: { loanedto: { data: ANN } } } },
    ],
    [
      '#document-resource-object-links self answers with the record',
      get('/loan-items/a:b'),
      200,
      {},
      async ({ body }, { club }) => {
        const { links, type, id } = body.data;
        const { pathname } = new URL(links.self as string);
        expect((await club.admin.jsonApi.get(pathname)).body).toMatchObject({ data: { type, id } });
      },
    ],
    [
      '#document-resource-objects records without a page of their own have no self',
      get('/runs/summary?filter[user]=ann'),
      200,
      { data: [{ type: 'report' }] },
      ({ body }) => expect(body.data[0].links).toBeUndefined(),
    ],
    [
      '#document-compound-documents each included record is led to',
      get('/loans/2?include=item,borrower,returned_by'),
      200,
      { included: [{ id: 'drill' }, { id: 'bob' }, { id: 'admin' }] },
    ],
    [
      '#document-compound-documents no record is there twice',
      get('/runs?include=user'),
      200,
      {},
      ({ body }) =>
        expect((body.included as Json[]).map(({ id }) => id as string).sort()).toEqual(['ann', 'bob']),
    ],
    [
      '#document-compound-documents what the caller may not see is left out',
      get('/loans/1?include=lent_by', { as: 'ann' }),
      200,
      { included: [] },
    ],
    ['#document-meta a list tells its count', get('/runs?page[size]=1'), 200, { meta: { count: 3 } }],
    ['#document-jsonapi-object the version is 1.1', get('/me'), 200, { jsonapi: { version: '1.1' } }],
    ['#document-jsonapi-object also beside errors', get('/nothing'), 404, { jsonapi: { version: '1.1' } }],
    [
      '#document-jsonapi-object that of a request decides nothing',
      post('/runs', { ...newRun(), jsonapi: { version: '9.9', ext: ['https://example.com/ext'] } }),
      201,
    ],
    [
      '#document-structure unknown members are ignored, wherever they stand',
      post('/runs', {
        ...newRun(
          {},
          {
            colour: 'red',
            relationships: { user: { data: { ...ANN, colour: 'red', meta: {} }, colour: 'red', links: {} } },
          },
        ),
        colour: 'red',
      }),
      201,
      { data: { relationships: { user: { data: ANN } } } },
    ],
    [
      '#document-member-names-at-members they are ignored, wherever they stand',
      post('/runs', {
        ...newRun(
          { '@context': {} },
          {
            '@id': 1,
            relationships: { '@type': 'x', user: { data: { ...ANN, '@id': 2 }, '@id': 3 } },
          },
        ),
        '@context': 'https://example.com',
      }),
      201,
      { data: { relationships: { user: { data: ANN } } } },
    ],
    [
      '#document-member-names their case counts',
      patch('/runs/2', { data: { type: 'run', id: '2', attributes: { Distance: 2 } } }),
      422,
      { errors: [{ source: { pointer: '/data/attributes/Distance' } }] },
    ],
    ['#document-member-names also in types', patch('/runs/2', { data: { type: 'Run', id: '2' } }), 409],
    [
      '#document-resource-object-attributes must be an object',
      post('/runs', { data: { type: 'run', attributes: [] } }),
      400,
      { errors: [{ source: { pointer: '/data/attributes' } }] },
    ],
    [
      '#document-resource-object-relationships must be an object',
      post('/runs', { data: { type: 'run', relationships: [] } }),
      400,
      { errors: [{ source: { pointer: '/data/relationships' } }] },
    ],
    [
      '#document-resource-object-identification a type is text',
      post('/runs', { data: { type: 1 } }),
      400,
      { errors: [{ source: { pointer: '/data/type' } }] },
    ],
    [
      '#document-resource-object-identification an id is text',
      patch('/runs/1', { data: { type: 'run', id: 1 } }),
      400,
      { errors: [{ source: { pointer: '/data/id' } }] },
    ],
    [
      '#document-resource-identifier-objects they need an id',
      post('/runs', newRun({}, { relationships: { user: { data: { type: 'user' } } } })),
      400,
      { errors: [{ source: { pointer: '/data/relationships/user/data' } }] },
    ],
    [
      '#document-resource-identifier-objects their ids are text',
      post('/runs', newRun({}, { relationships: { user: { data: { type: 'user', id: 1 } } } })),
      400,
      { errors: [{ source: { pointer: '/data/relationships/user/data/id' } }] },
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  at,
  fault,
  type Further,
  isAsRead,
  newRun,
  one,
  post,
  type Row,
  Stage,
} from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const linkTo = (type: string, id: string) => ({ data: { type, id } });
const NOBODY = { data: null };
const ANN = linkTo('user', 'ann');
const item = (id: string, more: object = {}) =>
  one('loan-item', { id, attributes: { description: 'drill' }, ...more });

const isLocated: Further = ({ headers, body }) =>
  expect([body.data.links.self, body.links.self]).toEqual([headers.get('location'), headers.get('location')]);

describe('the checklist of creating', () => {
  const rows: readonly Row[] = [
    [
      '#crud-creating-responses-201 answers with the record',
      post('/runs', newRun({ distance: 7 })),
      201,
      { data: { type: 'run', attributes: { distance: 7 } } },
      isAsRead,
    ],
    [
      '#crud-creating-responses-201 says where it is, as the record does',
      post('/runs', newRun()),
      201,
      {},
      isLocated,
    ],
    [
      '#crud-creating-client-ids are taken where they are allowed',
      post('/loan-items', item('my:id')),
      201,
      { data: { id: 'my:id' } },
      isLocated,
    ],
    [
      '#crud-creating-client-ids are made where none is given',
      post('/loan-items', one('loan-item', { attributes: { description: 'drill' } })),
      201,
      { data: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    ],
    [
      '#crud-creating-client-ids 403 where they are not allowed',
      post('/runs', newRun({}, { id: '77' })),
      403,
      at('/data/id', 'CLIENT_ID_FORBIDDEN'),
    ],
    [
      '#crud-creating-client-ids 403 of a loan',
      post('/loans', one('loan', { id: '77', relationships: { item: linkTo('loan-item', 'spare') } })),
      403,
      at('/data/id'),
    ],
    [
      '#crud-creating-client-ids a local id is none',
      post('/loan-items', one('loan-item', { lid: 'here', attributes: { description: 'drill' } })),
      201,
    ],
    [
      '#crud-creating relationships are the record’s',
      post('/runs', newRun({}, { relationships: { user: ANN } })),
      201,
      { data: { relationships: { user: ANN } } },
    ],
    [
      '#crud-creating 400 for a relationship without data',
      post('/runs', newRun({}, { relationships: { user: { links: {} } } })),
      400,
      at('/data/relationships/user'),
    ],
    [
      '#crud-creating 400 for linkage in a list where it is one',
      post('/runs', newRun({}, { relationships: { user: { data: [ANN.data] } } })),
      400,
      at('/data/relationships/user/data'),
    ],
    ['#crud-creating 400 without data', post('/runs', { meta: {} }), 400, at('')],
    ['#crud-creating 400 for a list of records', post('/runs', { data: [newRun().data] }), 400, at('/data')],
    ['#crud-creating 400 for nothing', post('/runs', NOBODY), 400, at('/data')],
    ['#crud-creating 400 without a type', post('/runs', { data: { attributes: {} } }), 400, at('/data')],
    ['#crud-creating 400 without a body', post('/runs', undefined), 400],
    [
      '#crud-creating-responses-403 of a role that is not the caller’s to make',
      post('/roles', one('role', { id: 'mine' }), { as: 'ann' }),
      403,
    ],
    [
      '#crud-creating-responses-403 of somebody else’s run',
      post('/runs', newRun({}, { relationships: { user: linkTo('user', 'bob') } }), { as: 'ann' }),
      403,
    ],
    [
      '#crud-creating-responses-404 of an unknown related record',
      post('/runs', newRun({}, { relationships: { user: linkTo('user', 'nobody') } })),
      404,
      fault({ code: 'USER_NOT_FOUND' }),
    ],
    [
      '#crud-creating-responses-404 of an unknown item',
      post('/loans', one('loan', { relationships: { item: linkTo('loan-item', 'nothing') } })),
      404,
    ],
    [
      '#crud-creating-responses-404 of an unknown holder, and no item is made',
      post('/loan-items', item('new', { relationships: { loanedto: linkTo('user', 'nobody') } })),
      404,
    ],
    [
      '#crud-creating-responses-409 of an id that is taken',
      post('/loan-items', item('saw')),
      409,
      fault({ status: '409' }),
    ],
    [
      '#crud-creating-responses-409 of a name that is taken',
      post('/users', one('user', { id: 'ANN', attributes: { password: 'long enough' } })),
      409,
    ],
    [
      '#crud-creating-responses-409 of another type',
      post('/runs', item('new')),
      409,
      at('/data/type', 'TYPE_MISMATCH'),
    ],
    [
      '#crud-creating-responses-409 of another type in the linkage',
      post('/runs', newRun({}, { relationships: { user: linkTo('run', '1') } })),
      409,
      at('/data/relationships/user/data/type'),
    ],
    [
      '#crud-creating-responses-other 422 of what is missing, by its parent',
      post('/loan-items', one('loan-item', { attributes: {} })),
      422,
      at('/data/attributes'),
    ],
    [
      '#crud-creating-responses-other 422 of an unknown attribute',
      post('/runs', newRun({ colour: 'red' })),
      422,
      at('/data/attributes/colour'),
    ],
    [
      '#crud-creating-responses-other 422 of an unknown relationship',
      post('/runs', newRun({}, { relationships: { coach: ANN } })),
      422,
      at('/data/relationships/coach'),
    ],
    [
      '#crud-creating-responses-other 400 of a parameter',
      post('/runs?include=user', newRun()),
      400,
      fault({ source: { parameter: 'include' } }),
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

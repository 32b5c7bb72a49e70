import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  at,
  fault,
  type Further,
  isAsRead,
  one,
  patch,
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
const change = (type: string, id: string, attributes: object, more: object = {}) =>
  one(type, { id, attributes, ...more });

/** Nothing but this is said of the record from now on. */
const remains =
  (path: string, attributes: object): Further =>
  async (_, { club }) =>
    expect((await club.admin.jsonApi.get(path)).body.data).toMatchObject({ attributes });

describe('the checklist of updating', () => {
  const rows: readonly Row[] = [
    [
      '#crud-updating-responses-200 answers as a read does',
      patch('/runs/1', change('run', '1', { distance: 3500 })),
      200,
      { data: { attributes: { distance: 3500 } } },
      isAsRead,
    ],
    [
      '#crud-updating-responses-200 with what changed of itself',
      patch('/runs/1', change('run', '1', { end_time: '2020-01-24T16:44:34.838Z' })),
      200,
      { data: { attributes: { duration: 600 } } },
    ],
    [
      '#crud-updating-resource-attributes what is missing stays',
      patch('/users/ann', change('user', 'ann', { last_name: 'Miller' })),
      200,
      { data: { attributes: { first_name: 'Ann', last_name: 'Miller' } } },
    ],
    [
      '#crud-updating-resource-attributes none at all change nothing',
      patch('/runs/3', one('run', { id: '3' })),
      200,
      {},
      remains('/runs/3', { distance: 2000 }),
    ],
    [
      '#crud-updating-resource-relationships what is missing stays',
      patch('/loan-items/saw', change('loan-item', 'saw', { description: 'fine saw' })),
      200,
      { data: { relationships: { loanedto: ANN } } },
    ],
    [
      '#crud-updating-resource-relationships are replaced',
      patch(
        '/loan-items/saw',
        one('loan-item', { id: 'saw', relationships: { loanedto: linkTo('user', 'bob') } }),
      ),
      200,
      { data: { relationships: { loanedto: linkTo('user', 'bob') } } },
      isAsRead,
    ],
    [
      '#crud-updating-resource-relationships are emptied with null',
      patch('/loan-items/saw', one('loan-item', { id: 'saw', relationships: { loanedto: NOBODY } })),
      200,
      { data: { relationships: { loanedto: NOBODY } } },
    ],
    [
      '#crud-updating-resource-relationships 400 without data',
      patch('/runs/1', one('run', { id: '1', relationships: { user: {} } })),
      400,
      at('/data/relationships/user'),
    ],
    [
      '#crud-updating-resource-relationships 403 to replace many',
      patch('/users/ann', one('user', { id: 'ann', relationships: { runs: { data: [] } } })),
      403,
      at('/data/relationships/runs'),
    ],
    [
      '#crud all or nothing: of two attributes one is wrong',
      patch('/runs/2', change('run', '2', { distance: 5, end_time: 'never' })),
      422,
      at('/data/attributes/end_time'),
    ],
    [
      '#crud all or nothing: an attribute and an unknown related record',
      patch(
        '/loan-items/spare',
        change(
          'loan-item',
          'spare',
          { description: 'x' },
          { relationships: { loanedto: linkTo('user', 'nobody') } },
        ),
      ),
      404,
    ],
    [
      '#crud-updating 400 without an id',
      patch('/runs/1', one('run', { attributes: { distance: 5 } })),
      400,
      at('/data'),
    ],
    ['#crud-updating 400 without a type', patch('/runs/1', { data: { id: '1' } }), 400, at('/data')],
    [
      '#crud-updating 400 for a list',
      patch('/runs/1', { data: [{ type: 'run', id: '1' }] }),
      400,
      at('/data'),
    ],
    [
      '#crud-updating-responses-403 of somebody else’s',
      patch('/runs/2', change('run', '2', { distance: 5 }), { as: 'ann' }),
      403,
    ],
    [
      '#crud-updating-responses-404 of an unknown record',
      patch('/runs/999', change('run', '999', { distance: 5 })),
      404,
      fault({ code: 'RUN_NOT_FOUND' }),
    ],
    [
      '#crud-updating-responses-404 of an unknown related record',
      patch('/runs/1', one('run', { id: '1', relationships: { user: linkTo('user', 'nobody') } })),
      404,
    ],
    [
      '#crud-updating-responses-409 of another id',
      patch('/runs/1', change('run', '2', { distance: 5 })),
      409,
      at('/data/id', 'ID_MISMATCH'),
    ],
    [
      '#crud-updating-responses-409 of another type',
      patch('/runs/1', change('loan', '1', {})),
      409,
      at('/data/type', 'TYPE_MISMATCH'),
    ],
    [
      '#crud-updating-responses-409 of what must be unique',
      patch('/users/admin', change('user', 'admin', { active: false })),
      409,
    ],
    [
      '#crud-updating-responses-other 422 of an attribute that is not the client’s',
      patch('/runs/1', change('run', '1', { duration: 5 })),
      422,
      at('/data/attributes/duration'),
    ],
    [
      '#crud-updating-responses-other 422 of a relationship among attributes',
      patch('/runs/1', change('run', '1', { user: 'bob' })),
      422,
      at('/data/attributes/user', 'MISPLACED_MEMBER'),
    ],
    [
      '#crud-updating-responses-other 422 of an attribute among relationships',
      patch('/runs/1', one('run', { id: '1', relationships: { distance: NOBODY } })),
      422,
      at('/data/relationships/distance'),
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

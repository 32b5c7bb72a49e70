import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { at, get, patch, post, type Row, Stage } from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const linkTo = (type: string, id: string) => ({ data: { type, id } });
const NOBODY = { data: null };
const ANN = linkTo('user', 'ann');
const TO_HOLDER = '/loan-items/spare/relationships/loanedto';
const TO_RUNNER = '/runs/1/relationships/user';

describe('the checklist of updating relationships', () => {
  const rows: readonly Row[] = [
    ['#crud-updating-to-one-relationships sets one', patch(TO_HOLDER, ANN), 200, ANN],
    ['#crud-updating-to-one-relationships again is no fault', patch(TO_HOLDER, ANN), 200, ANN],
    [
      '#crud-updating-to-one-relationships replaces one',
      patch(TO_HOLDER, linkTo('user', 'bob')),
      200,
      linkTo('user', 'bob'),
    ],
    [
      '#crud-updating-relationship-responses-200 tells what it became',
      patch(TO_HOLDER, linkTo('user', 'ANN')),
      200,
      ANN,
    ],
    ['#crud-updating-to-one-relationships empties one', patch(TO_HOLDER, NOBODY), 200, NOBODY],
    [
      '#crud-updating-to-one-relationships is seen at the record',
      get('/loan-items/spare'),
      200,
      { data: { relationships: { loanedto: NOBODY } } },
    ],
    [
      '#crud-updating-to-one-relationships @-members are ignored',
      patch(TO_RUNNER, { data: { ...ANN.data, '@id': 1 }, '@context': 1 }),
      200,
      ANN,
    ],
    ['#crud-updating-to-one-relationships 400 without data', patch(TO_RUNNER, {}), 400, at('')],
    [
      '#crud-updating-to-one-relationships 400 for a list',
      patch(TO_RUNNER, { data: [ANN.data] }),
      400,
      at('/data'),
    ],
    [
      '#crud-updating-relationship-responses-403 of a required one',
      patch(TO_RUNNER, NOBODY),
      403,
      at('/data'),
    ],
    [
      '#crud-updating-relationship-responses-403 of one that is read only',
      patch('/loans/1/relationships/borrower', linkTo('user', 'bob')),
      403,
    ],
    [
      '#crud-updating-relationship-responses-403 of somebody else’s',
      patch('/runs/2/relationships/user', ANN, { as: 'ann' }),
      403,
    ],
    [
      '#crud-updating-relationship-responses-other 404 of an unknown record',
      patch('/runs/999/relationships/user', ANN),
      404,
    ],
    [
      '#crud-updating-relationship-responses-other 404 of an unknown related one',
      patch(TO_RUNNER, linkTo('user', 'nobody')),
      404,
    ],
    [
      '#crud-updating-relationship-responses-other 409 of another type',
      patch(TO_RUNNER, linkTo('run', '1')),
      409,
      at('/data/type'),
    ],
    [
      '#crud-updating-relationship-responses-other 405 of what to-many alone have',
      post(TO_RUNNER, { data: [] }),
      405,
    ],
    [
      '#crud-updating-to-many-relationships 404, as they print no link for it',
      patch('/users/ann/relationships/runs', { data: [] }),
      404,
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fault, one, patch, remove, type Row, Stage } from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const linkTo = (type: string, id: string) => ({ data: { type, id } });
const ANN = linkTo('user', 'ann');

describe('the checklist of deleting', () => {
  const rows: readonly Row[] = [
    [
      '#crud-deleting-responses-200 answers with meta alone',
      remove('/runs/3'),
      200,
      { meta: { message: 'Run successfully deleted.' } },
      ({ body }) => expect(Object.keys(body as object)).toEqual(['meta', 'jsonapi']),
    ],
    [
      '#crud-deleting-responses-404 of an unknown record',
      remove('/runs/3'),
      404,
      fault({ code: 'RUN_NOT_FOUND' }),
    ],
    ['#crud-deleting-responses-other 403 of somebody else’s', remove('/runs/2', { as: 'ann' }), 403],
    [
      '#crud-deleting-responses-other 409 of what is in use',
      patch('/loan-items/saw', one('loan-item', { id: 'saw', relationships: { loanedto: ANN } })),
      200,
      {},
      async (_, { club }) => expect((await club.admin.jsonApi.delete('/loan-items/saw')).status).toBe(409),
    ],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  at,
  fault,
  get,
  newRun,
  one,
  patch,
  post,
  remove,
  type Row,
  Stage,
} from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const linkTo = (type: string, id: string) => ({ data: { type, id } });
const ANN = linkTo('user', 'ann');
const change = (type: string, id: string, attributes: object, more: object = {}) =>
  one(type, { id, attributes, ...more });

describe('the checklist of errors', () => {
  const rows: readonly Row[] = [
    [
      '#errors-processing several faults come at once, each in its place',
      post('/runs', newRun({ distance: 0, end_lat: 99, colour: 'red' }, { relationships: { user: ANN } })),
      422,
      {},
      ({ body }) => {
        const { errors } = body as { errors: { id: string; source: { pointer: string } }[] };
        expect(errors.map(({ source }) => source.pointer).sort()).toEqual(
          ['colour', 'distance', 'end_lat'].map((name) => `/data/attributes/${name}`),
        );
        expect(new Set(errors.map(({ id }) => id)).size).toBe(3);
      },
    ],
    [
      '#error-objects have a status, a code, a title and a detail',
      get('/runs/999'),
      404,
      fault({ status: '404', code: 'RUN_NOT_FOUND', title: 'Not Found', detail: 'Run not found.' }),
    ],
    [
      '#error-objects their titles stay from one to the other',
      get('/users/nobody'),
      404,
      fault({ title: 'Not Found', detail: 'User not found.' }),
    ],
    [
      '#error-objects name the parameter',
      get('/runs?sort=pace'),
      400,
      fault({ source: { parameter: 'sort' } }),
    ],
    [
      '#error-objects name the header',
      get('/runs', { accept: 'text/html' }),
      406,
      fault({ source: { header: 'Accept' } }),
    ],
    [
      '#error-objects point with escapes',
      patch('/runs/1', change('run', '1', { 'a/b~c': 1 })),
      422,
      at('/data/attributes/a~1b~0c'),
    ],
    [
      '#error-objects name a kind that a profile knows',
      get('/runs?page[after]=&page[size]=1001'),
      400,
      fault({ links: { type: expect.stringContaining('max-size-exceeded') } }),
    ],
    ['#errors also where nobody is logged in', get('/runs', { as: 'nobody' }), 401],
    ['#errors also of an unknown path', get('/nothing'), 404],
    ['#errors also of a method that is not allowed', remove('/runs'), 405],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

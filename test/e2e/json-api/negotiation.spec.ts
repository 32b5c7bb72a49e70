import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  fault,
  type Further,
  get,
  head,
  JSON_API,
  newRun,
  patch,
  post,
  type Row,
  Stage,
} from '../../support/json-api-checklist.js';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set();
});
afterAll(() => stage.close());

const CURSORS = 'http://jsonapi.org/profiles/ethanresnick/cursor-pagination/';
const ATOMIC = 'https://jsonapi.org/ext/atomic';
const noExtension = `${JSON_API};ext="https://example.com/ext"`;
const charset = `${JSON_API}; charset=utf-8`;
const profiled = `${JSON_API};profile="https://example.com/profile"`;
const change = { data: { type: 'run', id: '1', attributes: { distance: 3000 } } };
const byHeader = (header: string) => fault({ source: { header } });

const isLabelled =
  (type: string): Further =>
  ({ headers }) =>
    expect(headers.get('content-type')).toBe(type);
const isPure = isLabelled(JSON_API);

describe('the checklist of content negotiation', () => {
  const rows: readonly Row[] = [
    [
      '#content-negotiation-all a record comes as JSON:API, without parameters',
      get('/runs/1'),
      200,
      {},
      isPure,
    ],
    ['#content-negotiation-all so does a list', get('/runs'), 200, {}, isPure],
    ['#content-negotiation-all so does linkage', get('/runs/1/relationships/user'), 200, {}, isPure],
    ['#content-negotiation-all so does what was created', post('/runs', newRun()), 201, {}, isPure],
    ['#content-negotiation-all so does what was changed', patch('/runs/1', change), 200, {}, isPure],
    ['#content-negotiation-all so does an error', get('/runs/999'), 404, {}, isPure],
    [
      '#content-negotiation-all an applied profile is named in the Content-Type',
      get('/runs?page[after]='),
      200,
      { jsonapi: { profile: [CURSORS] } },
      isLabelled(`${JSON_API}; profile="${CURSORS}"`),
    ],
    [
      '#content-negotiation-all the link of a document with a profile leads to it by itself',
      get('/runs?page[size]=1', { accept: `${JSON_API};profile="https://example.com/profile ${CURSORS}"` }),
      200,
      { jsonapi: { profile: [CURSORS] }, data: [{ meta: { page: {} } }] },
      async ({ body }, { club }) => {
        const again = await club.admin.jsonApi.get((body.links.self as string).slice(club.url.length));
        expect(again.body).toEqual(body);
      },
    ],
    [
      '#content-negotiation-servers a profile is applied where it is asked for',
      get('/runs', { accept: `${JSON_API};profile="${CURSORS}"` }),
      200,
      {},
      isLabelled(`${JSON_API}; profile="${CURSORS}"`),
    ],
    [
      '#content-negotiation-servers not where the parameters say otherwise',
      get('/runs?page[number]=1', { accept: `${JSON_API};profile="${CURSORS}"` }),
      200,
      {},
      isPure,
    ],
    [
      '#content-negotiation-servers nor where it cannot be',
      get('/users?sort=role', { accept: `${JSON_API};profile="${CURSORS}"` }),
      200,
      {},
      isPure,
    ],
    [
      '#content-negotiation-all an applied extension is named in the Content-Type',
      post(
        '/operations',
        { 'atomic:operations': [{ op: 'remove', ref: { type: 'run', id: '3' } }] },
        {
          type: `${JSON_API};ext="${ATOMIC}"`,
        },
      ),
      200,
      {},
      isLabelled(`${JSON_API};ext="${ATOMIC}"`),
    ],
    [
      '#content-negotiation-servers 415 for a charset',
      post('/runs', newRun(), { type: charset }),
      415,
      byHeader('Content-Type'),
    ],
    [
      '#content-negotiation-servers 415 for any other parameter',
      patch('/runs/1', change, { type: `${JSON_API}; version=1` }),
      415,
    ],
    [
      '#content-negotiation-servers 415 for it beside a profile',
      post('/runs', newRun(), { type: `${profiled}; a=b` }),
      415,
    ],
    [
      '#content-negotiation-servers 415 for an unknown extension',
      post('/runs', newRun(), { type: noExtension }),
      415,
      byHeader('Content-Type'),
    ],
    [
      '#content-negotiation-servers 415 for an unknown extension beside a known one',
      post('/operations', {}, { type: `${JSON_API};ext="${ATOMIC} https://example.com/ext"` }),
      415,
    ],
    [
      '#content-negotiation-servers an unknown profile of a document is ignored',
      post('/runs', newRun(), { type: profiled }),
      201,
      {},
      isPure,
    ],
    [
      '#content-negotiation-servers 406 where all instances have a charset',
      get('/runs', { accept: charset }),
      406,
      byHeader('Accept'),
    ],
    [
      '#content-negotiation-servers 406 whatever wildcard stands beside',
      get('/runs', { accept: `${charset}, */*` }),
      406,
    ],
    [
      '#content-negotiation-servers 406 where all have an unknown extension',
      get('/runs/1', { accept: noExtension }),
      406,
      byHeader('Accept'),
    ],
    [
      '#content-negotiation-servers 406 before anything is written',
      post('/runs', newRun(), { accept: noExtension }),
      406,
    ],
    [
      '#content-negotiation-servers instances with other parameters are ignored beside a good one',
      get('/runs', { accept: `${charset}, ${JSON_API};q=0.1` }),
      200,
      {},
      isPure,
    ],
    [
      '#content-negotiation-servers so are those with an unknown extension',
      get('/runs', { accept: `${noExtension}, ${JSON_API}` }),
      200,
      {},
      isPure,
    ],
    [
      '#content-negotiation-servers an unknown profile that is asked for is ignored',
      get('/runs', { accept: profiled }),
      200,
      {},
      isPure,
    ],
    ['#content-negotiation-servers HEAD is negotiated as GET is', head('/runs', { accept: charset }), 406],
    ['#content-negotiation-servers errors vary by Accept, too', get('/nothing'), 404, {}, isPure],
  ];

  it.each(rows)('%s', (...row) => stage.check(row));
});

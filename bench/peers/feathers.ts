import * as reading from '../cases/reading.js';
import { type BenchRequest, withQuery } from '../cases/request.js';
import * as writing from '../cases/writing.js';
import { attributesOf, comparedWith, containedText, type Essence, idOf, type Peer, placeOf } from './peer.js';

const NEWEST = { '$sort[start_time]': '-1', '$sort[id]': '-1', $limit: '20' };

const ask = ({ member }: BenchRequest, path: string): BenchRequest => ({
  method: 'GET',
  path,
  member,
  plain: true,
  expect: 200,
});

const runs = (request: BenchRequest, parameters: Readonly<Record<string, string>> = {}): BenchRequest =>
  ask(request, withQuery('/runs', { ...parameters, ...NEWEST }));

export const feathers: Peer = {
  name: 'Feathers',
  folder: 'feathers',
  translate: {
    [reading.oneRun.name]: (request) => ask(request, request.path),
    [reading.page.name]: (request) => runs(request),
    [reading.deepPage.name]: (request, club) =>
      runs(request, { $skip: String(placeOf(request, club).before) }),
    [reading.filtered.name]: (request) => {
      const { distance, duration, date, start_lat } = comparedWith(request);
      return runs(request, {
        'distance[$gte]': String(distance),
        '$or[0][duration][$lt]': String(duration),
        '$or[1][date][$gte]': String(date),
        '$or[1][start_lat][$gt]': String(start_lat),
      });
    },
    [reading.contained.name]: (request) =>
      ask(
        request,
        withQuery('/items', {
          'description[$ilike]': `%${containedText(request)}%`,
          '$sort[id]': '1',
          $limit: '20',
        }),
      ),
    [reading.oneItem.name]: (request) => ask(request, `/items/${idOf(request)}`),
    [reading.everyRun.name]: (request) => runs(request),
    [writing.post.name]: (request) => ({ ...request, plain: true, body: attributesOf(request) }),
    [writing.lend.name]: lendOrReturn,
    [writing.login.name]: (request) => ({
      ...request,
      path: '/authentication',
      body: { strategy: 'local', ...request.body },
      expect: 201,
    }),
  },
  essenceOf,
};

function lendOrReturn(request: BenchRequest): BenchRequest {
  const borrower = borrowerOf(request);
  const item = idOf(request);
  const { member } = request;
  if (borrower === null) {
    const path = withQuery('/loans', { item_id: item });
    return { method: 'PATCH', path, member, plain: true, body: {}, expect: 200 };
  }
  const body = { item_id: item, borrower };
  return { method: 'POST', path: '/loans', member, plain: true, body, expect: 201 };
}

function borrowerOf({ body }: BenchRequest): string | null {
  const { data } = body as {
    data: { relationships: { loanedto: { data: { readonly id: string } | null } } };
  };
  return data.relationships.loanedto.data?.id ?? null;
}

interface Row {
  readonly id: string;
}

type Answer =
  | Row
  | { readonly accessToken: string }
  | { readonly total: number; readonly data: readonly Row[] }
  | readonly Row[];

function essenceOf(body: unknown): Essence {
  const answer = body as Answer;
  if ('accessToken' in answer) return { ids: [answer.accessToken], count: null };
  if ('total' in answer) return { ids: answer.data.map(({ id }) => id), count: answer.total };
  const rows = 'id' in answer ? [answer] : answer;
  return { ids: rows.map(({ id }) => id), count: null };
}

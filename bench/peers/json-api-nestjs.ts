import * as reading from '../cases/reading.js';
import { type BenchRequest, withQuery } from '../cases/request.js';
import * as writing from '../cases/writing.js';
import { attributesOf, containedText, type Essence, idOf, type Peer, placeOf, toCamel } from './peer.js';

const PAGE_SIZE = 20;

const ask = ({ member }: BenchRequest, path: string): BenchRequest => ({
  method: 'GET',
  path,
  member,
  expect: 200,
});

const runs = (request: BenchRequest, page = 1): BenchRequest =>
  ask(
    request,
    withQuery('/run', {
      // Not by id as well: it sorts by the attributes in the order of the entity's, whatever the request says.
      sort: '-startTime',
      'page[number]': String(page),
      'page[size]': String(PAGE_SIZE),
    }),
  );

export const jsonApiNestjs: Peer = {
  name: 'json-api-nestjs',
  folder: 'json-api-nestjs',
  translate: {
    [reading.oneRun.name]: (request) => ask(request, `/run/${idOf(request)}`),
    [reading.page.name]: (request) => runs(request),
    // Pages begin where they begin: the one with the same place in it.
    [reading.deepPage.name]: (request, club) =>
      runs(request, 1 + Math.floor(placeOf(request, club).before / PAGE_SIZE)),
    [reading.contained.name]: (request) =>
      ask(
        request,
        withQuery('/item', {
          'filter[description][like]': containedText(request),
          sort: 'id',
          'page[size]': String(PAGE_SIZE),
        }),
      ),
    [reading.oneItem.name]: (request) => ask(request, `/item/${idOf(request)}`),
    [reading.everyRun.name]: (request) => runs(request),
    [writing.post.name]: (request) => ({
      ...request,
      path: '/run',
      body: { data: { type: 'run', attributes: camelCased(attributesOf(request)) } },
    }),
  },
  sizeAlone: [reading.deepPage.name],
  essenceOf,
};

const camelCased = (attributes: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [toCamel(name), value]));

interface Resource {
  readonly id: string;
}

function essenceOf(body: unknown): Essence {
  const { data, meta } = body as {
    data: Resource | readonly Resource[];
    meta: { readonly totalItems?: number };
  };
  return { ids: [data].flat().map(({ id }) => id), count: meta.totalItems ?? null };
}

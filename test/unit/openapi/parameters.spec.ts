import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resources } from '../../../src/app.resources.js';
import { Problem } from '../../../src/shared/errors/problem.js';
import { Catalog } from '../../../src/shared/query/catalog.js';
import { parseListQuery } from '../../../src/shared/query/list-params.js';
import type { Resource } from '../../../src/shared/query/resource.js';
import { parametersOf } from '../../../src/shared/representation/openapi/document/parameters.js';
import { refusedStatuses } from '../../../src/shared/representation/openapi/document/refused-statuses.js';
import { jsonApiDialect } from '../../../src/shared/representation/openapi/json-api/json-api-dialect.js';
import type { Parameter } from '../../../src/shared/representation/openapi/parameter.js';
import { plainDialect } from '../../../src/shared/representation/openapi/plain/plain-dialect.js';
import { includePaths, reachable } from '../../../src/shared/representation/openapi/reachable.js';
import { pathParameters, relationshipOf } from '../../../src/shared/representation/openapi/route-facts.js';
import type { Route } from '../../../src/shared/representation/openapi/route.js';

const catalog = new Catalog(resources);
const lists = resources.map((resource) => [resource.collection, resource] as const);

const route = (resource: Resource, more: Partial<Route> = {}): Route => ({
  operationId: 'listThings',
  method: 'get',
  path: `/${resource.collection}`,
  tag: resource.collection,
  text: 'Lists things.',
  admits: 'caller',
  permission: null,
  notes: [],
  refusals: [],
  says: null,
  represents: { resource },
  jsonApiOnly: false,
  extension: null,
  query: 'list',
  parameters: [],
  input: null,
  status: 200,
  answers: 'list',
  answerName: null,
  ...more,
});

const context = (resource: Resource, plain: boolean) => ({
  resource,
  catalog,
  plain,
  viewer: {
    id: '00000000-0000-0000-0000-000000000000',
    rights: 'all',
    mode: 'self-service',
    may: () => true,
  },
});

const DIALECTS = [
  ['JSON:API', jsonApiDialect(catalog), false],
  ['plain JSON', plainDialect(catalog), true],
] as const;

/** A value that the parameter's own schema allows. */
function valueFor({ name: parameter, schema }: Parameter): fc.Arbitrary<string> {
  const { type, minimum, maximum, pattern, examples: [example] = [] } = schema;
  if (type === 'integer') return fc.integer({ min: minimum ?? 0, max: maximum ?? 1 }).map(String);
  if (schema.enum) return fc.constantFrom(...schema.enum.map(String));
  // What a condition compares with has the form of its field, and a cursor that a client can make is the empty one.
  if (!pattern || /^(filter|page)\[/.test(parameter))
    return fc.constant(typeof example === 'string' ? example : '');
  return fc.stringMatching(new RegExp(pattern)).filter((text) => {
    const names = text.split(',').map((name) => name.replace(/^-/, ''));
    return new Set(names).size === names.length;
  });
}

/** Pages of one record can have the highest numbers. */
const pairs = (name: string, value: string): readonly (readonly [string, string])[] =>
  name === 'page[number]'
    ? [
        ['page[size]', '1'],
        [name, value],
      ]
    : [[name, value]];

describe.each(DIALECTS)('in %s', (_, dialect, plain) => {
  it.each(lists)('whatever the document allows of a list of %s is understood', (_name, resource) => {
    const told = parametersOf(route(resource), dialect, catalog).filter(
      ({ name }) => !['filter', 'loanedto', 'contains'].includes(name),
    );
    fc.assert(
      fc.property(
        fc
          .constantFrom(...told)
          .chain((parameter) => fc.tuple(fc.constant(parameter.name), valueFor(parameter))),
        ([name, value]) => {
          expect(() => parseListQuery(pairs(name, value), context(resource, plain))).not.toThrow();
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(lists)(
    'what the document says of the paging of %s is where the server draws the line',
    (_name, resource) => {
      const told = parametersOf(route(resource), dialect, catalog).filter(
        ({ schema }) => schema.type === 'integer',
      );
      expect(told).toHaveLength(plain ? 4 : 2);
      for (const { name, schema } of told) {
        const ask = (value: number) => () =>
          parseListQuery(pairs(name, String(value)), context(resource, plain));
        expect(ask(schema.minimum ?? NaN)).not.toThrow();
        expect(ask(schema.maximum ?? NaN)).not.toThrow();
        expect(ask((schema.minimum ?? NaN) - 1)).toThrow(Problem);
        expect(ask((schema.maximum ?? NaN) + 1)).toThrow(Problem);
      }
    },
  );
});

it('paths to include go at most three steps', () => {
  const loan = catalog.get('loan');
  expect(includePaths(loan, catalog)).toEqual([
    'item',
    'item.loanedto',
    'borrower',
    'lent_by',
    'returned_by',
  ]);
  expect(
    reachable(loan, catalog)
      .map(({ type }) => type)
      .sort(),
  ).toEqual(['loan-item', 'user']);
  expect(reachable(catalog.get('role'), catalog)).toEqual([]);
});

it('a filter speaks of the resource that a report sums up', () => {
  const [run, report] = [catalog.get('run'), catalog.get('report')];
  const told = parametersOf(
    route(report, { represents: { resource: report, filtersOf: run } }),
    plainDialect(catalog),
    catalog,
  ).map(({ name }) => name);
  expect(told).toEqual(expect.arrayContaining(['filter[distance]', 'filter[user]', 'fields[report]']));
  expect(told).not.toContain('filter[run_count]');
});

it('what may not be filtered is no parameter', () => {
  const told = parametersOf(route(catalog.get('run')), jsonApiDialect(catalog), catalog);
  expect(told.map(({ name }) => name)).not.toContain('filter[weather_info]');
});

it('a parameter of a path is an id of the collection before it', () => {
  expect(pathParameters('/users/{username}/runs', catalog)).toEqual([
    { name: 'username', resource: catalog.get('user') },
  ]);
  expect(pathParameters('/runs/summary', catalog)).toEqual([]);
  expect(() => pathParameters('/health/{id}', catalog)).toThrow(
    '/health/{id} has a parameter that is no id.',
  );
});

it.each([
  ['/runs/{id}/user', 'user'],
  ['/loans/{id}/relationships/item', 'loan-item'],
  ['/users/{username}/runs', undefined],
  ['/runs/{id}', undefined],
])('%s leads to one %s', (path, to) => {
  expect(relationshipOf({ path }, catalog)?.to).toBe(to);
});

const user = catalog.get('user');
const run = catalog.get('run');
const input = { name: 'CreateRun', schema: { properties: { distance: {}, user: {} } } };

it.each<[string, Partial<Route>, readonly number[]]>([
  ['a public route', { admits: 'anybody', represents: null }, [400, 429, 431, 500, 503]],
  ['a list', {}, [400, 401, 406, 429, 431, 500, 503]],
  ['a list that needs a permission', { permission: 'roles' }, [400, 401, 403, 406, 429, 431, 500, 503]],
  ['one record', { path: '/runs/{id}' }, [400, 401, 403, 404, 406, 414, 429, 431, 500, 503]],
  [
    'a new record with a relationship',
    { method: 'post', input, represents: { resource: run } },
    [400, 401, 403, 404, 406, 409, 413, 415, 422, 429, 431, 500, 503],
  ],
  [
    'what a decorator adds',
    { refusals: [{ status: 413, when: 'Too large.' }] },
    [400, 401, 406, 413, 429, 431, 500, 503],
  ],
])('%s may be refused by these statuses', (_, more, statuses) => {
  expect(refusedStatuses(route(user, more), catalog)).toEqual(statuses);
});

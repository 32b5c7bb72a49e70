import { describe, expect, it } from '@jest/globals';
import { type Document, writeFieldTypes } from '../../clients/field-types.js';

const ORDERED = 'Also `eq`, `gt`, `between`, `is_null`.';
const TEXT = 'Also `eq`, `gt`, `is_null`, `like`.';
const filter = (field: string, description: string) => ({
  name: `filter[${field}]`,
  description,
  schema: { type: 'string' },
});
const answer = (schema: string) => ({
  responses: {
    '200': { content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } },
  },
});

const DOCUMENT: Document = {
  paths: {
    '/runs': {
      get: {
        ...answer('RunList'),
        parameters: [
          { $ref: '#/components/parameters/RunSort', name: '', schema: {} },
          filter('id', ORDERED),
          filter('distance', ORDERED),
          filter('start_time', ORDERED),
          filter('due', ORDERED),
          filter('date', ORDERED),
          filter('status', TEXT),
          filter('open', 'Also `eq`, `is_null`.'),
          filter('tags', 'Also `eq`.'),
          filter('user', TEXT),
        ],
      },
    },
    '/users': { get: { ...answer('UserList'), parameters: [filter('id', TEXT)] } },
    '/runs/{id}': { get: answer('RunAnswer') },
    '/runs/{id}/user': { get: answer('OptionalUserAnswer') },
    '/users/{username}/runs': { get: answer('RunList') },
    '/login': {},
  },
  components: {
    schemas: {
      RunList: { properties: { runs: {} } },
      UserList: { properties: { users: {} } },
      Run: {
        properties: {
          id: { type: 'string' },
          distance: { type: 'integer' },
          start_time: { type: 'string', format: 'date-time' },
          due: { type: ['string', 'null'], format: 'date-time' },
          date: { type: 'string', format: 'date' },
          status: { type: 'string', enum: ['on', 'off'] },
          open: { type: 'boolean' },
          tags: { type: 'array' },
          user: { type: 'string' },
        },
      },
    },
    parameters: {
      RunSort: { name: 'sort', schema: { pattern: '^(-?id|-?start_time)(,(-?id|-?start_time)){0,4}$' } },
    },
  },
};

describe('the types of fields', () => {
  const written = writeFieldTypes(DOCUMENT);

  it.each([
    ["'id': Serial", 'an id with an order'],
    ["'distance': Numeric", 'a number'],
    ["'start_time': Time", 'a time'],
    ["'due': Time", 'a time or null'],
    ["'date': Day", 'a day'],
    ["'status': Text<'on' | 'off'>", 'one of a few words'],
    ["'open': Truth", 'true or false'],
    ["'tags': Names", 'a set'],
    ["'user': ToOne<'users'>", 'another record'],
    ["'runs': ToMany<'runs'>", 'other records'],
    ["'runs': 'id' | 'start_time'", 'what to sort by'],
  ])('have %s: %s', (line) => {
    expect(written).toContain(`readonly ${line};\n`);
  });

  it('have every list, and nothing else', () => {
    const names = Array.from(written.matchAll(/^ {2}readonly '([\w-]+)'/gm), ([, name]) => name);
    expect(names).toEqual(['runs', 'users', 'runs', 'users']);
  });
});

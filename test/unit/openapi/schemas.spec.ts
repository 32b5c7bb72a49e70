import { describe, expect, it } from '@jest/globals';
import { date, integer, json, names, optional, text, time } from '../../../src/shared/query/attribute.js';
import {
  attributeSchema,
  identifierSchema,
  structureOf,
} from '../../../src/shared/representation/openapi/schemas/attribute-schema.js';
import { type Extent, exampleOf } from '../../../src/shared/representation/openapi/schemas/example.js';
import { fromNest } from '../../../src/shared/representation/openapi/schemas/from-nest.js';
import { pascal } from '../../../src/shared/representation/openapi/schemas/names.js';
import {
  object,
  orNull,
  ref,
  type Schema,
} from '../../../src/shared/representation/openapi/schemas/schema.js';

const about = 'For tests.';

describe('an attribute is printed', () => {
  it.each([
    ['text', text({ about, maxLength: 9, pattern: '^a' }), { type: 'string', maxLength: 9, pattern: '^a' }],
    ['a number', integer({ about, minimum: 1, example: 5 }), { type: 'integer', minimum: 1, examples: [5] }],
    ['a time', time({ about }), { type: 'string', format: 'date-time' }],
    ['a day', date({ about }), { type: 'string', format: 'date' }],
    ['text that may be null', optional(text({ about })), { type: ['string', 'null'] }],
    [
      'one of some words, or null',
      optional(text({ about, enum: ['a', 'b'] })),
      { type: ['string', 'null'], enum: ['a', 'b', null] },
    ],
    [
      'a set of names',
      names({ about, enum: ['a'], maxItems: 2 }),
      { type: 'array', maxItems: 2, items: { type: 'string', enum: ['a'] } },
    ],
    [
      'a structure that may be null',
      optional(json({ about, schema: { name: 'Weather', properties: {} } })),
      { anyOf: [{ $ref: '#/components/schemas/Weather' }, { type: 'null' }] },
    ],
  ])('as %s', (_, attribute, schema) => {
    expect(attributeSchema(attribute)).toMatchObject({ ...schema, description: about });
  });

  it('has its structure under a name, complete', () => {
    const properties = { wind: { type: 'number', nullable: true, example: 2 }, sun: { type: 'boolean' } };
    expect(structureOf(json({ about, schema: { name: 'Weather', properties } }))).toEqual({
      Weather: {
        type: 'object',
        properties: { wind: { type: ['number', 'null'], examples: [2] }, sun: { type: 'boolean' } },
        required: ['wind', 'sun'],
      },
    });
  });

  it('is told of by its id as text, whatever it is inside', () => {
    expect(identifierSchema({ column: 'id', kind: 'integer', about, maxLength: 19 })).toEqual({
      type: 'string',
      description: about,
      minLength: 1,
      maxLength: 19,
    });
  });
});

describe('the spelling of OpenAPI 3.0 is read', () => {
  it.each<[string, object, Schema]>([
    ['a null', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    ['what is never null', { type: 'string', nullable: false }, { type: 'string' }],
    ['an example', { type: 'integer', example: 3 }, { type: 'integer', examples: [3] }],
    ['an example that is false', { type: 'boolean', example: false }, { type: 'boolean', examples: [false] }],
    [
      'items',
      { type: 'array', items: { type: 'string', nullable: true } },
      { type: 'array', items: { type: ['string', 'null'] } },
    ],
  ])('%s', (_, old, schema) => {
    expect(fromNest(old)).toEqual(schema);
  });
});

describe('an example', () => {
  const schemas = {
    Owner: object({ id: { type: 'string', examples: ['bob'] }, phone: orNull({ type: 'string' }) }),
    Thing: object(
      { id: { type: 'string', const: '1' }, size: { type: 'integer', minimum: 3 }, owner: ref('Owner') },
      { required: ['id'] },
    ),
  };

  it.each<[string, Schema, Extent, unknown]>([
    ['is the schema’s own', { type: 'string', examples: ['x'], default: 'y' }, 'everything', 'x'],
    ['is a constant', { type: 'string', const: 'run' }, 'everything', 'run'],
    ['is the default', { type: 'integer', default: 20 }, 'everything', 20],
    ['is the first word', { type: 'string', enum: ['a', 'b'] }, 'everything', 'a'],
    ['keeps to a minimum', { type: 'integer', minimum: 7 }, 'everything', 7],
    ['has a format', { type: 'string', format: 'date' }, 'everything', '2020-01-24'],
    ['is no null where it can be something', orNull(ref('Owner')), 'needed', { id: 'bob', phone: 'text' }],
    ['is a list of one', { type: 'array', items: { type: 'boolean' } }, 'everything', [true]],
    ['of what is needed is an empty list', { type: 'array', items: { type: 'boolean' } }, 'needed', []],
    [
      'shows everything',
      ref('Thing'),
      'everything',
      { id: '1', size: 3, owner: { id: 'bob', phone: 'text' } },
    ],
    ['shows what is needed', ref('Thing'), 'needed', { id: '1' }],
    [
      'shows what is needed outside and everything within',
      object({ one: ref('Thing'), more: { type: 'string' } }, { required: ['one'] }),
      'usual',
      { one: { id: '1', size: 3, owner: { id: 'bob', phone: 'text' } } },
    ],
    ['changes something', object({ a: { type: 'boolean' }, b: {} }, { required: [] }), 'needed', { a: true }],
    [
      'has as many members as it needs',
      object({ a: { type: 'boolean' }, b: { type: 'boolean' } }, { required: ['b'], minProperties: 2 }),
      'needed',
      { a: true, b: true },
    ],
  ])('%s', (_, schema, extent, example) => {
    expect(exampleOf(schema, schemas, extent)).toEqual(example);
  });
});

it.each([
  [['loan-item'], 'LoanItem'],
  [['run', 'weather_info'], 'RunWeatherInfo'],
  [['lent_by'], 'LentBy'],
])('%p is called %s', (words, name) => {
  expect(pascal(...words)).toBe(name);
});

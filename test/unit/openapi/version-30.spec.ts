import { expect, it } from '@jest/globals';
import { toVersion30 } from '../../../src/shared/representation/openapi/document/version-30.js';
import type { OpenApi } from '../../../src/shared/representation/openapi/document/write-document.js';
import {
  object,
  orNull,
  ref,
  type Schema,
} from '../../../src/shared/representation/openapi/schemas/schema.js';

const convert = (schema: Schema): unknown => {
  const document: OpenApi = {
    openapi: '3.1.1',
    info: { title: 'x', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [],
    tags: [],
    paths: {},
    components: { securitySchemes: {}, schemas: { It: schema }, parameters: {}, responses: {}, headers: {} },
  };
  const { components } = toVersion30(document) as { components: { schemas: { It: unknown } } };
  return JSON.parse(JSON.stringify(components.schemas.It));
};

const $ref = '#/components/schemas/Run';

it.each<[string, Schema, object]>([
  ['null beside a type', { type: ['string', 'null'] }, { type: 'string', nullable: true }],
  [
    'null beside a reference',
    orNull(ref('Run')),
    { anyOf: [{ $ref }, { type: 'object', nullable: true, enum: [null] }] },
  ],
  ['a constant', { type: 'string', const: 'run' }, { type: 'string', enum: ['run'] }],
  ['examples', { type: 'integer', examples: [1, 2] }, { type: 'integer', example: 1 }],
  ['a lone reference', ref('Run'), { $ref }],
  [
    'words beside a reference',
    { ...ref('Run'), description: 'A run.' },
    { description: 'A run.', allOf: [{ $ref }] },
  ],
  [
    'a union without null',
    { anyOf: [ref('Run'), { type: 'string' }] },
    { anyOf: [{ $ref }, { type: 'string' }] },
  ],
  [
    'what is within',
    { type: 'array', items: object({ a: orNull({ type: 'number' }) }) },
    {
      type: 'array',
      items: { type: 'object', required: ['a'], properties: { a: { type: 'number', nullable: true } } },
    },
  ],
  [
    'properties that are called as keywords are',
    object({ type: { type: 'string', const: 'run' }, example: { type: ['string', 'null'] }, const: {} }),
    {
      type: 'object',
      required: ['type', 'example', 'const'],
      properties: {
        type: { type: 'string', enum: ['run'] },
        example: { type: 'string', nullable: true },
        const: {},
      },
    },
  ],
  [
    'examples that look like schemas',
    { type: 'object', examples: [{ type: ['string', 'null'], $ref: 'x' }] },
    { type: 'object', example: { type: ['string', 'null'], $ref: 'x' } },
  ],
])('%s is spelled as OpenAPI 3.0 does', (_, schema, old) => {
  expect(convert(schema)).toEqual(old);
});

import { STATUS_CODES } from 'node:http';
import type { Catalog } from '../../../query/catalog.js';
import { JSON_API } from '../../media-type.js';
import type { Dialect } from '../dialect.js';
import type { Route } from '../route.js';
import { ANY_TEXT } from '../../../values/values.js';
import { pascal } from '../schemas/names.js';
import { link, object, ref, type Schemas } from '../schemas/schema.js';
import { inputName, relationshipOf } from '../route-facts.js';
import { COMMON, documentSchemas, JsonApi, linkageSchemas } from './answer-schemas.js';
import { bodySchemas } from './body-schemas.js';

/** How JSON:API spells it. */
export const jsonApiDialect = (catalog: Catalog): Dialect => ({
  title: 'Kitroom (JSON:API)',
  about: 'Every resource as JSON:API 1.1 (https://jsonapi.org/format/1.1/).',
  mediaType: JSON_API,
  isPlain: false,
  answer(route, resource) {
    const { answers } = route;
    const optional = relationshipOf(route, catalog)?.nullable ? 'Optional' : '';
    if (answers === 'removed') return { name: 'RemovalDocument', schemas: COMMON };
    if (answers === 'linkage') return linkage(route, optional, catalog);
    const name = pascal(resource.type);
    const kind = answers === 'list' ? 'ListDocument' : 'Document';
    return { name: `${optional}${name}${kind}`, schemas: documentSchemas(resource, catalog) };
  },
  body(route, resource, input) {
    const name = inputName(route, resource);
    return { name: `${name}Document`, schemas: bodySchemas(name, input, resource, catalog) };
  },
  problem: { name: 'ErrorDocument', schemas: ERRORS },
  problemExample: ({ status, code, detail }) => ({
    errors: [
      {
        id: '7b0f2c9e-7a51-4c8e-9f0a-0d7b9d0f5f6e',
        status: String(status),
        code,
        title: STATUS_CODES[status] ?? 'Error',
        detail,
      },
    ],
    jsonapi: { version: '1.1' },
  }),
});

function linkage(route: Route, optional: string, catalog: Catalog) {
  const relationship = relationshipOf(route, catalog);
  if (!relationship) throw new Error(`${route.operationId} answers with the linkage of no relationship.`);
  const to = catalog.related(relationship);
  return { name: `${optional}${pascal(to.type)}LinkageDocument`, schemas: linkageSchemas(to) };
}

const ERRORS: Schemas = {
  JsonApi,
  ErrorDocument: object({
    errors: { type: 'array', minItems: 1, maxItems: 1000, items: ref('Error') },
    jsonapi: ref('JsonApi'),
  }),
  Error: object(
    {
      id: {
        type: 'string',
        format: 'uuid',
        maxLength: 36,
        description: 'Names this one occurrence, as the log does.',
      },
      status: { type: 'string', pattern: '^[45][0-9]{2}$', maxLength: 3 },
      code: {
        type: 'string',
        pattern: '^[A-Z0-9_]+$',
        maxLength: 64,
        description: 'A stable name, for programs.',
      },
      title: { type: 'string', pattern: '\\S', maxLength: 100 },
      detail: {
        type: 'string',
        pattern: '\\S',
        maxLength: 10_000,
        description: 'What is wrong and what is allowed, for people.',
      },
      links: ref('ErrorLinks'),
      source: ref('ErrorSource'),
      meta: { type: 'object', description: 'Where inside a parameter, and what is allowed there.' },
    },
    { required: ['id', 'status', 'code', 'title', 'detail'] },
  ),
  ErrorLinks: object({ type: link }, { description: 'What a profile says of errors of this kind.' }),
  ErrorSource: object(
    {
      pointer: {
        type: 'string',
        pattern: '^(/[\\s\\S]*)?$',
        maxLength: 10_000,
        description: 'A JSON pointer into the body.',
      },
      parameter: {
        type: 'string',
        pattern: ANY_TEXT,
        maxLength: 10_000,
        description: 'A query parameter.',
      },
      header: {
        type: 'string',
        pattern: '^[A-Za-z-]+$',
        maxLength: 100,
        description: 'A request header.',
      },
    },
    { description: 'Where it is wrong: one of three.', required: [], minProperties: 1, maxProperties: 1 },
  ),
};

import type { Catalog } from '../../../query/catalog.js';
import type { Resource } from '../../../query/resource.js';
import { MOST_INCLUDED, reachable } from '../reachable.js';
import { pascal } from '../schemas/names.js';
import {
  link,
  object,
  orNull,
  ref,
  type Schema,
  type Schemas,
  merged,
  wholeNumber,
} from '../schemas/schema.js';
import { identifierSchemas, resourceSchemas } from './resource-schemas.js';

const MOST_IN_A_LIST = 1000;

const count = wholeNumber();

/** What every document says of itself. */
export const JsonApi: Schema = object(
  {
    version: { type: 'string', const: '1.1' },
    profile: {
      type: 'array',
      maxItems: 1,
      items: link,
      description: 'The profiles that the document follows.',
    },
  },
  { required: ['version'] },
);

/** What stands in documents of any kind. */
export const COMMON: Schemas = {
  JsonApi,
  MessageMeta: object({
    message: {
      type: 'string',
      pattern: '\\S',
      maxLength: 200,
      description: 'What happened, for people.',
      examples: ['User successfully deleted.'],
    },
  }),
  PageLinks: object(
    { self: link, first: link, prev: orNull(link), next: orNull(link), last: link },
    { required: ['self', 'first', 'prev', 'next'] },
  ),
  ListMeta: object(
    {
      count: { ...count, description: 'How many there are on all pages; absent with `page[count]=false`.' },
      page: ref('ListPage'),
    },
    { required: [] },
  ),
  ListPage: object(
    {
      total: { ...count, description: 'The same as `count`.' },
      rangeTruncated: { type: 'boolean', description: 'Between both cursors there is more than this page.' },
    },
    { description: 'On a page by cursor.', required: [] },
  ),
  RemovalDocument: object({ meta: ref('MessageMeta'), jsonapi: ref('JsonApi') }),
};

/** The documents with one record, with many, and with none. */
export function documentSchemas(resource: Resource, catalog: Catalog): Schemas {
  const name = pascal(resource.type);
  const types = reachable(resource, catalog);
  const data = ref(`${name}Resource`);
  const one = (schema: Schema): Schema =>
    object(
      {
        meta: ref('MessageMeta'),
        data: schema,
        ...included(types),
        links: ref('SelfLink'),
        jsonapi: ref('JsonApi'),
      },
      { required: ['data', 'links', 'jsonapi'] },
    );
  return {
    ...COMMON,
    ...merged(...[resource, ...types].map((each) => schemasOf(each, catalog))),
    [`${name}Document`]: one(data),
    [`Optional${name}Document`]: one(orNull(data)),
    [`${name}ListDocument`]: object(
      {
        data: { type: 'array', maxItems: MOST_IN_A_LIST, items: data },
        ...included(types),
        links: ref('PageLinks'),
        meta: ref('ListMeta'),
        jsonapi: ref('JsonApi'),
      },
      { required: ['data', 'links', 'jsonapi'] },
    ),
  };
}

const schemasOf = (resource: Resource, catalog: Catalog): Schemas =>
  resourceSchemas(resource, (relationship) => catalog.related(relationship));

/** What `include` may bring: records of these types. */
function included(types: readonly Resource[]): Readonly<Record<string, Schema>> {
  if (types.length === 0) return {};
  return { included: { type: 'array', maxItems: MOST_INCLUDED, items: oneOfTypes(types) } };
}

/** A record of one of these types. */
export function oneOfTypes(types: readonly Resource[]): Schema {
  const items = types.map(({ type }) => ref(`${pascal(type)}Resource`));
  const mapping = types.map(({ type }) => [type, ref(`${pascal(type)}Resource`).$ref ?? ''] as const);
  const [only] = items;
  if (items.length === 1 && only) return only;
  return {
    oneOf: items,
    discriminator: { propertyName: 'type', mapping: Object.fromEntries(mapping) },
  };
}

/** The linkage of a to-one relationship to this resource. */
export function linkageSchemas(to: Resource): Schemas {
  const name = pascal(to.type);
  const linkage = (data: Schema): Schema =>
    object({ data, links: ref('RelationshipLinks'), jsonapi: ref('JsonApi') });
  return {
    ...COMMON,
    ...identifierSchemas(to),
    RelationshipLinks: object({ self: link, related: link }),
    [`${name}LinkageDocument`]: linkage(ref(`${name}Identifier`)),
    [`Optional${name}LinkageDocument`]: linkage(orNull(ref(`${name}Identifier`))),
  };
}

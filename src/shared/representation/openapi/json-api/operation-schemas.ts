import type { Catalog } from '../../../query/catalog.js';
import type { Resource } from '../../../query/resource.js';
import { ANY_TEXT, CLEAN_TEXT } from '../../../values/values.js';
import type { Named } from '../dialect.js';
import { inputName } from '../route-facts.js';
import type { Route } from '../route.js';
import { link, object, orNull, ref, type Schema, type Schemas } from '../schemas/schema.js';
import { COMMON, oneOfTypes } from './answer-schemas.js';

/** The documents of the extension for lists of operations (jsonapi.org/ext/atomic). */
export interface Operations {
  readonly body: Named;
  readonly answer: Named;
}

const MOST_OPERATIONS = 100;

const id: Schema = { type: 'string', pattern: CLEAN_TEXT, minLength: 1, maxLength: 100 };
const lid: Schema = {
  type: 'string',
  pattern: ANY_TEXT,
  maxLength: 1000,
  description: 'A name of the list’s own for a record that an operation of it adds.',
};

/** What operations take and answer: everything that routes with bodies do, one by one. */
export function operationSchemas(routes: readonly Route[], catalog: Catalog): Operations {
  const writing = routes.filter(({ represents, input }) => represents && input);
  const resources = [...new Set(writing.flatMap(({ represents }) => represents?.resource ?? []))];
  const inputs = writing.flatMap((route) =>
    route.represents ? [inputName(route, route.represents.resource)] : [],
  );
  const results: Schemas = {
    ...COMMON,
    OperationResultsDocument: object({
      'atomic:results': {
        type: 'array',
        minItems: 1,
        maxItems: MOST_OPERATIONS,
        items: ref('OperationResult'),
      },
      jsonapi: ref('JsonApi'),
    }),
    OperationResult: object(
      { data: oneOfTypes(resources), meta: ref('MessageMeta') },
      {
        description: 'The record as it came to be; nothing of what is gone.',
        required: [],
        examples: [REMOVED],
      },
    ),
  };
  return {
    answer: { name: 'OperationResultsDocument', schemas: results },
    body: {
      name: 'OperationsDocument',
      schemas: bodySchemas(resources, new Set(inputs), relationshipsOf(writing, catalog)),
    },
  };
}

function bodySchemas(
  resources: readonly Resource[],
  inputs: ReadonlySet<string>,
  relationships: readonly string[],
): Schemas {
  const type: Schema = { type: 'string', enum: resources.map((resource) => resource.type) };
  const op = (word: string): Schema => ({ type: 'string', const: word });
  const names = ['AddOperation', 'UpdateOperation', 'RemoveOperation'];
  const mapping = names.map(
    (name) => [name.replace('Operation', '').toLowerCase(), ref(name).$ref ?? ''] as const,
  );
  const where = { ref: ref('OperationRef'), href: { ...link, format: 'uri-reference' } };
  const identifier = { required: ['type'], minProperties: 2 };
  return {
    OperationsDocument: object(
      {
        'atomic:operations': {
          type: 'array',
          minItems: 1,
          maxItems: MOST_OPERATIONS,
          items: ref('Operation'),
        },
      },
      { examples: [EXAMPLE] },
    ),
    Operation: {
      oneOf: names.map(ref),
      discriminator: { propertyName: 'op', mapping: Object.fromEntries(mapping) },
    },
    AddOperation: object(
      { op: op('add'), href: where.href, data: ref('OperationRecord') },
      { required: ['op', 'data'] },
    ),
    UpdateOperation: object(
      { op: op('update'), ...where, data: orNull(ref('OperationRecord')) },
      {
        description: 'Of a record, or of a relationship that `ref` or `href` names.',
        required: ['op', 'data'],
      },
    ),
    RemoveOperation: object({ op: op('remove'), ...where }, { required: ['op'], minProperties: 2 }),
    OperationRef: object(
      { type, id, lid, relationship: { type: 'string', enum: relationships } },
      { description: 'A record by `id` or by `lid`, or a relationship of it.', ...identifier },
    ),
    OperationIdentifier: object(
      { type, id, lid },
      { description: 'A record by `id` or by `lid`.', ...identifier },
    ),
    OperationLinkage: object({ data: orNull(ref('OperationIdentifier')) }),
    OperationRecord: object(
      {
        type,
        id,
        lid,
        attributes: { anyOf: [...inputs].map((name) => ref(`${name}Attributes`)) },
        relationships: ref('OperationRelationships'),
      },
      { description: 'A record as its own route takes it.', required: ['type'] },
    ),
    OperationRelationships: object(
      Object.fromEntries(relationships.map((name) => [name, ref('OperationLinkage')])),
      { required: [] },
    ),
  };
}

/** The relationships that bodies may name. */
function relationshipsOf(writing: readonly Route[], catalog: Catalog): readonly string[] {
  const names = writing.flatMap(({ represents, input }) => {
    const { relationships } = catalog.get(represents?.resource.type ?? '');
    return Object.keys(input?.schema.properties ?? {}).filter((name) => Object.hasOwn(relationships, name));
  });
  return [...new Set(names)];
}

const REMOVED = { meta: { message: 'Loan item successfully deleted.' } };

const EXAMPLE = {
  'atomic:operations': [
    { op: 'add', data: { type: 'loan-item', id: 'drill:1', attributes: { description: 'A drill' } } },
    { op: 'remove', ref: { type: 'loan-item', id: 'drill:0' } },
  ],
};

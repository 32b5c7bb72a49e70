import { type Catalog, toOnes } from '../../../query/catalog.js';
import type { Resource } from '../../../query/resource.js';
import { PLAIN_JSON } from '../../media-type.js';
import type { Dialect, Named } from '../dialect.js';
import { inputName, relationshipOf } from '../route-facts.js';
import type { Route } from '../route.js';
import { attributeSchema, identifierSchema, structureOf } from '../schemas/attribute-schema.js';
import { ANY_TEXT } from '../../../values/values.js';
import { pascal } from '../schemas/names.js';
import { object, orNull, ref, type Schema, type Schemas, merged } from '../schemas/schema.js';

const MOST_IN_A_LIST = 1000;

const told = (example: string): Schema => ({
  type: 'string',
  pattern: '\\S',
  maxLength: 200,
  description: 'What happened, for people.',
  examples: [example],
});

/** How plain JSON spells it. */
export const plainDialect = (catalog: Catalog): Dialect => ({
  title: 'Kitroom (plain JSON)',
  about: 'Every resource as a flat object; the total of a list is in `X-Total-Count`, its pages in `Link`.',
  mediaType: PLAIN_JSON,
  isPlain: true,
  answer(route, resource) {
    const { name, schema } = answerSchema(route, resource, catalog);
    return { name, schemas: { ...recordSchemas(resource, catalog), [name]: schema } };
  },
  body(route, resource, input): Named {
    const name = inputName(route, resource);
    return { name, schemas: { [name]: { ...input, additionalProperties: false } } };
  },
  problem: { name: 'Problem', schemas: PROBLEM },
  problemExample: ({ code, detail }) => ({ error: detail, code }),
});

function answerSchema(route: Route, resource: Resource, catalog: Catalog) {
  const { type, collection } = resource;
  const name = pascal(type);
  const record = ref(name);
  const { answers, says } = route;
  if (answers === 'list') {
    const list: Schema = { type: 'array', maxItems: MOST_IN_A_LIST, items: record };
    return { name: `${name}List`, schema: object({ [collection]: list }) };
  }
  if (answers === 'removed') {
    const message = says?.message ?? `${resource.title} successfully deleted.`;
    return { name: `${name}Removal`, schema: object({ message: told(message), [type]: record }) };
  }
  if (says) {
    const alone = says.maybeAlone ? { required: [], minProperties: 1 } : {};
    const kind = says.maybeAlone ? 'Change' : 'Registration';
    return { name: `${name}${kind}`, schema: object({ [type]: record, message: told(says.message) }, alone) };
  }
  const isNullable = relationshipOf(route, catalog)?.nullable === true;
  return {
    name: `${isNullable ? 'Optional' : ''}${name}Answer`,
    schema: object({ [type]: isNullable ? orNull(record) : record }),
  };
}

/** `Run`: a record as one flat object, with related records by their ids. */
function recordSchemas(resource: Resource, catalog: Catalog): Schemas {
  const attributes = Object.entries(resource.attributes);
  const related = toOnes(resource).map(([name, relationship]) => {
    const id: Schema = {
      ...identifierSchema(catalog.related(relationship).id),
      description: relationship.about,
    };
    return [name, relationship.nullable ? orNull(id) : id] as const;
  });
  return {
    ...merged(...attributes.map(([, attribute]) => structureOf(attribute))),
    [pascal(resource.type)]: object(
      {
        id: identifierSchema(resource.id),
        ...Object.fromEntries(attributes.map(([name, attribute]) => [name, attributeSchema(attribute)])),
        ...Object.fromEntries(related),
      },
      {
        description: `${resource.about} Members that \`fields[${resource.type}]\` does not name are left out.`,
        required: ['id'],
      },
    ),
  };
}

const PROBLEM: Schemas = {
  Problem: object(
    {
      error: {
        type: 'string',
        pattern: '\\S',
        maxLength: 10_000,
        description: 'What is wrong and what is allowed, for people.',
      },
      code: {
        type: 'string',
        pattern: '^[A-Z0-9_]+$',
        maxLength: 64,
        description: 'A stable name, for programs.',
      },
      id: {
        type: 'string',
        format: 'uuid',
        maxLength: 36,
        description: 'Names this one occurrence, as the log does.',
      },
      fields: {
        type: 'object',
        maxProperties: 1000,
        additionalProperties: { type: 'string', pattern: '\\S', maxLength: 10_000 },
        description: 'What is wrong with members of the body, by their names.',
      },
      parameter: {
        type: 'string',
        pattern: ANY_TEXT,
        maxLength: 10_000,
        description: 'The query parameter that is wrong.',
      },
      meta: { type: 'object', description: 'Where inside the parameter, and what is allowed there.' },
      status: { type: 'string', const: 'fail', description: 'Of a login that failed.' },
    },
    { required: ['error', 'code'] },
  ),
};

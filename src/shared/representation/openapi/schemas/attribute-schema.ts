import type { Attribute, Bounds, Kind } from '../../../query/attribute.js';
import type { Identifier } from '../../../query/resource.js';
import { CLEAN_TEXT } from '../../../values/values.js';
import { orNull, ref, type Schema, type Schemas, wholeNumber } from './schema.js';
import { fromNest } from './from-nest.js';

const KINDS: Readonly<Record<Exclude<Kind, 'names' | 'json'>, Schema>> = {
  text: { type: 'string' },
  uuid: { type: 'string', format: 'uuid', maxLength: 36 },
  integer: { type: 'integer', minimum: 0 },
  decimal: { type: 'number', format: 'double' },
  time: { type: 'string', format: 'date-time', maxLength: 30 },
  date: { type: 'string', format: 'date', maxLength: 10 },
  boolean: { type: 'boolean' },
};

/** How the value of an attribute is printed. */
export function attributeSchema(attribute: Attribute): Schema {
  const schema = valueSchema(attribute);
  return { ...(attribute.nullable ? orNull(schema) : schema), description: attribute.about };
}

function valueSchema(attribute: Attribute): Schema {
  const { kind, schema, maxItems, example } = attribute;
  if (kind === 'json') return schema ? ref(schema.name) : { type: 'object' };
  if (kind === 'integer') return wholeNumber({ ...KINDS.integer, ...boundsOf(attribute) });
  if (kind !== 'names') return withPattern({ ...KINDS[kind], ...boundsOf(attribute) });
  const items = withPattern({
    type: 'string',
    maxLength: 64,
    ...(attribute.enum && { enum: attribute.enum }),
  });
  return {
    type: 'array',
    items,
    maxItems: maxItems ?? 100,
    ...(example !== undefined && { examples: [example] }),
  };
}

/** Text of no other form is clean. */
const withPattern = (schema: Schema): Schema =>
  schema.type !== 'string' || (schema.pattern ?? schema.format ?? schema.enum) !== undefined
    ? schema
    : { ...schema, pattern: CLEAN_TEXT };

/** The named schema of a structured attribute. */
export function structureOf({ schema }: Attribute): Schemas {
  if (!schema) return {};
  const properties = Object.entries(schema.properties).map(
    ([name, property]) => [name, fromNest(property)] as const,
  );
  return {
    [schema.name]: {
      type: 'object',
      // Without a word about its members it may have any.
      ...(properties.length > 0 && {
        properties: Object.fromEntries(properties),
        required: properties.map(([name]) => name),
      }),
    },
  };
}

/** An id: text in both representations, whatever it is inside. */
export const identifierSchema = (id: Identifier): Schema => ({
  type: 'string',
  description: id.about,
  minLength: 1,
  ...boundsOf(id),
});

function boundsOf({
  format,
  pattern,
  minLength,
  maxLength,
  minimum,
  maximum,
  example,
  ...rest
}: Bounds): Schema {
  return {
    ...(format !== undefined && { format }),
    ...(pattern !== undefined && { pattern }),
    ...(rest.enum && { enum: rest.enum }),
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(example !== undefined && { examples: [example] }),
  };
}

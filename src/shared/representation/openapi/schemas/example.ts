import { type Schema, type Schemas, refName } from './schema.js';

/**
 * Of objects, everything, or no more than they need (a client's first request is short); or of the outermost object no
 * more than it needs and everything within: an answer to a request that asked for nothing special.
 */
export type Extent = 'everything' | 'needed' | 'usual';

const TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2020-01-24T16:58:45.838Z',
  date: '2020-01-24',
  uri: 'https://club.example/runs/1',
  email: 'bob@club.example',
  uuid: '123e4567-e89b-12d3-a456-426614174000',
  password: 'correct horse battery',
};

/** A value that fits a schema, made of the examples within it. */
export function exampleOf(schema: Schema, schemas: Schemas, extent: Extent = 'everything'): unknown {
  const [own] = schema.examples ?? [];
  if (own !== undefined) return own;
  if (schema.$ref !== undefined) return exampleOf(schemas[refName(schema.$ref)] ?? {}, schemas, extent);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  const [first] = schema.anyOf ?? schema.oneOf ?? [];
  if (first) return exampleOf(first, schemas, extent);
  return byType(schema, schemas, extent);
}

function byType(schema: Schema, schemas: Schemas, extent: Extent): unknown {
  const [type] = [schema.type].flat();
  if (type === 'object') return exampleObject(schema, schemas, extent);
  if (type === 'array') return exampleList(schema, schemas, extent);
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return true;
  return TEXTS[schema.format ?? ''] ?? 'text';
}

function exampleObject(schema: Schema, schemas: Schemas, extent: Extent): object {
  const { properties = {} } = schema;
  const shown = extent === 'everything' ? Object.keys(properties) : neededOf(schema);
  const within = extent === 'usual' ? 'everything' : extent;
  return Object.fromEntries(shown.map((name) => [name, exampleOf(properties[name] ?? {}, schemas, within)]));
}

/** What an object must have, and of the rest as many as it needs at least: one, so that it says something. */
function neededOf({ properties = {}, required = [], minProperties = 1 }: Schema): readonly string[] {
  const optional = Object.keys(properties).filter((name) => !required.includes(name));
  return [...required, ...optional.slice(0, Math.max(0, minProperties - required.length))];
}

function exampleList({ items, minItems = 0 }: Schema, schemas: Schemas, extent: Extent): unknown[] {
  return items && (extent === 'everything' || minItems > 0) ? [exampleOf(items, schemas, extent)] : [];
}

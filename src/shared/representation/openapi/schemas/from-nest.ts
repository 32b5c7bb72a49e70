import { isObject } from '../../is-object.js';
import { orNull, type Schema } from './schema.js';

/**
 * A schema in the spelling of OpenAPI 3.0, which `@nestjs/swagger` and our decorators use, in that of 3.1: `nullable`
 * becomes a type, and `example` one of `examples`.
 */
export function fromNest(schema: unknown): Schema {
  if (!isObject(schema)) return {};
  const { nullable, example, items, additionalProperties, ...rest } = schema;
  const known: Schema = {
    ...rest,
    ...(example !== undefined && { examples: [example] }),
    // True is what it means to say nothing; some generators make `any` of it.
    ...(isObject(additionalProperties) && { additionalProperties: fromNest(additionalProperties) }),
    ...(items !== undefined && { items: fromNest(items) }),
  };
  return nullable === true ? orNull(known) : known;
}

import type { Catalog } from '../../../query/catalog.js';
import type { Resource } from '../../../query/resource.js';
import { identifierSchema } from '../schemas/attribute-schema.js';
import { pascal } from '../schemas/names.js';
import { object, orNull, ref, type Schema, type Schemas, merged } from '../schemas/schema.js';
import { identifierSchemas } from './resource-schemas.js';

type Members = readonly (readonly [name: string, schema: Schema])[];

/** A flat input as a document: `CreateRunDocument` with a resource object, its attributes and its relationships. */
export function bodySchemas(name: string, input: Schema, resource: Resource, catalog: Catalog): Schemas {
  const { relationships, id } = resource;
  const required = new Set(input.required);
  const members: Members = Object.entries(input.properties ?? {});
  const isOwnId = (each: string): boolean =>
    each === id.clientField && !Object.hasOwn(resource.attributes, each);
  const related = members.filter(([each]) => Object.hasOwn(relationships, each));
  const attributes = members.filter(([each]) => !isOwnId(each) && !Object.hasOwn(relationships, each));
  const needed = (some: Members): readonly string[] =>
    some.map(([each]) => each).filter((each) => required.has(each));
  const creates = name.startsWith('Create');
  const takesId = !creates || id.clientField !== undefined;
  const parts = {
    type: { type: 'string', const: resource.type } as Schema,
    ...(takesId && { id: identifierSchema(id) }),
    ...(attributes.length > 0 && { attributes: ref(`${name}Attributes`) }),
    ...(related.length > 0 && { relationships: ref(`${name}Relationships`) }),
  };
  const needsId = !creates || members.some(([each]) => isOwnId(each) && required.has(each));
  return {
    [`${name}Document`]: object({ data: ref(`${name}Resource`) }),
    [`${name}Resource`]: object(parts, {
      // A change of nothing is no change: beside type and id stands what is new.
      ...(!creates && { minProperties: 3 }),
      ...(input.description !== undefined && { description: input.description }),
      required: [
        'type',
        ...(needsId ? ['id'] : []),
        ...(needed(attributes).length > 0 ? ['attributes'] : []),
        ...(needed(related).length > 0 ? ['relationships'] : []),
      ].filter((each) => Object.hasOwn(parts, each)),
    }),
    [`${name}Attributes`]: closed(attributes, needed(attributes)),
    [`${name}Relationships`]: closed(
      related.map(([each, schema]) => [each, relationSchema(each, schema, resource)] as const),
      needed(related),
    ),
    ...merged(...related.map(([each]) => linkageParts(each, resource, catalog))),
  };
}

const closed = (members: Members, required: readonly string[]): Schema =>
  object(Object.fromEntries(members), { additionalProperties: false, required });

/** `{"data": {"type", "id"}}`, or `{"data": null}` where the input takes null. */
function relationSchema(name: string, { type, description }: Schema, { relationships }: Resource): Schema {
  const to = pascal(relationships[name]?.to ?? '');
  const schema = ref(`${[type].flat().includes('null') ? 'Optional' : ''}${to}Linkage`);
  return description === undefined ? schema : { ...schema, description };
}

function linkageParts(name: string, { relationships }: Resource, catalog: Catalog): Schemas {
  const relationship = relationships[name];
  if (!relationship) return {};
  const to = pascal(relationship.to);
  const data = ref(`${to}Identifier`);
  return {
    ...identifierSchemas(catalog.related(relationship)),
    [`${to}Linkage`]: object({ data }),
    [`Optional${to}Linkage`]: object({ data: orNull(data) }),
  };
}

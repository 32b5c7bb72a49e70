import type { Relationship, Resource } from '../../../query/resource.js';
import { attributeSchema, identifierSchema, structureOf } from '../schemas/attribute-schema.js';
import { pascal } from '../schemas/names.js';
import { link, object, orNull, ref, type Schema, type Schemas, merged } from '../schemas/schema.js';

/** Characters; it carries the values that the list is sorted by. */
export const MOST_CURSOR = 16_384;
export const CURSOR = '^[A-Za-z0-9_-]*$';

/** Finds the resource that a relationship leads to. */
export type Related = (relationship: Relationship) => Resource;

/** `RunResource` and what it is made of: `RunAttributes`, `RunRelationships`, identifiers and links. */
export function resourceSchemas(resource: Resource, related: Related): Schemas {
  const name = pascal(resource.type);
  const attributes = Object.entries(resource.attributes);
  const relates = Object.keys(resource.relationships).length > 0;
  return {
    ...merged(...attributes.map(([, attribute]) => structureOf(attribute))),
    ...relatedSchemas(resource, related),
    [`${name}Attributes`]: object(
      Object.fromEntries(attributes.map(([each, attribute]) => [each, attributeSchema(attribute)])),
      { description: `Members that \`fields[${resource.type}]\` does not name are left out.`, required: [] },
    ),
    ...(relates && { [`${name}Relationships`]: relationshipsSchema(resource) }),
    [`${name}Resource`]: object(
      {
        type: { type: 'string', const: resource.type },
        id: identifierSchema(resource.id),
        attributes: ref(`${name}Attributes`),
        ...(relates && { relationships: ref(`${name}Relationships`) }),
        ...(resource.addressable && { links: ref('SelfLink') }),
        meta: ref('RecordMeta'),
      },
      {
        description: `${resource.about} Without \`fields[${resource.type}]\` nothing is left out.`,
        required: ['type', 'id', 'attributes', ...(resource.addressable ? ['links'] : [])],
      },
    ),
    ...POSITIONS,
    SelfLink: object({ self: link }),
    RelatedLink: object({ related: link }),
    RelationshipLinks: object({ self: link, related: link }),
  };
}

const POSITIONS: Schemas = {
  RecordMeta: object({ page: ref('RecordPosition') }, { description: 'On a page by cursor.' }),
  RecordPosition: object({
    cursor: {
      type: 'string',
      pattern: CURSOR,
      maxLength: MOST_CURSOR,
      description: 'Where it stands, for `page[after]`.',
    },
  }),
};

function relationshipsSchema({ type, relationships }: Resource): Schema {
  const members = Object.entries(relationships).map(([name, { kind, to, about, ...rest }]) => {
    const isNullable = 'nullable' in rest && rest.nullable;
    const schema = kind === 'many' ? 'ToMany' : `${isNullable ? 'Optional' : ''}${pascal(to)}Relationship`;
    return [name, { ...ref(schema), description: about }] as const;
  });
  return object(Object.fromEntries(members), {
    description: `Members that \`fields[${type}]\` does not name are left out.`,
    required: [],
  });
}

function relatedSchemas({ relationships }: Resource, related: Related): Schemas {
  const schemas = Object.values(relationships).map((relationship): Schemas => {
    if (relationship.kind === 'many') return { ToMany: object({ links: ref('RelatedLink') }) };
    const name = pascal(relationship.to);
    const data = ref(`${name}Identifier`);
    return {
      ...identifierSchemas(related(relationship)),
      [`${name}Relationship`]: object({ links: ref('RelationshipLinks'), data }),
      [`Optional${name}Relationship`]: object({ links: ref('RelationshipLinks'), data: orNull(data) }),
    };
  });
  return merged(...schemas);
}

/** `UserIdentifier`: which user, not what is in it. */
export const identifierSchemas = ({ type, id }: Resource): Schemas => ({
  [`${pascal(type)}Identifier`]: object({
    type: { type: 'string', const: type },
    id: identifierSchema(id),
  }),
});

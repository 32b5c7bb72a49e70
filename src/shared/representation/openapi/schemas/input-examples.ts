import type { Catalog } from '../../../query/catalog.js';
import type { Resource } from '../../../query/resource.js';
import type { Schema } from './schema.js';

/** An input whose members have the examples of what they become: attributes, ids of related records, the own id. */
export function withExamples(input: Schema, resource: Resource, catalog: Catalog): Schema {
  const members = Object.entries(input.properties ?? {}).map(([name, member]): readonly [string, Schema] => {
    const example = exampleFor(name, resource, catalog);
    if (member.examples || example === undefined) return [name, member];
    return [name, { ...member, examples: [example] }];
  });
  return { ...input, properties: Object.fromEntries(members) };
}

function exampleFor(name: string, { attributes, relationships, id }: Resource, catalog: Catalog): unknown {
  const related = relationships[name];
  if (related) return catalog.related(related).id.example;
  return attributes[name]?.example ?? (name === id.clientField ? id.example : undefined);
}

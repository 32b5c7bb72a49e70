import { isObject } from '../../is-object.js';
import type { Schemas } from '../schemas/schema.js';

export interface Components {
  readonly securitySchemes: Readonly<Record<string, object>>;
  readonly schemas: Schemas;
  readonly parameters: Readonly<Record<string, object>>;
  readonly responses: Readonly<Record<string, object>>;
  readonly headers: Readonly<Record<string, object>>;
}

/** The components that something refers to, in the order of their names. */
export function pruned(components: Components, roots: object): Components {
  const used = new Set<string>();
  follow(roots, components, used);
  const keep = <T>(kind: keyof Components, all: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => used.has(`#/components/${kind}/${name}`))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return {
    securitySchemes: components.securitySchemes,
    schemas: keep('schemas', components.schemas),
    parameters: keep('parameters', components.parameters),
    responses: keep('responses', components.responses),
    headers: keep('headers', components.headers),
  };
}

function follow(value: unknown, components: Components, used: Set<string>): void {
  if (Array.isArray(value)) {
    for (const each of value) follow(each, components, used);
    return;
  }
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === '$ref' && typeof member === 'string') followRef(member, components, used);
    // An example's members are no schema, whatever they are called.
    if (name !== 'example' && name !== 'examples') follow(member, components, used);
  }
}

/** Throws where a reference leads nowhere: a mistake of ours, met at start. */
function followRef(reference: string, components: Components, used: Set<string>): void {
  if (used.has(reference)) return;
  used.add(reference);
  const [, , kind = '', name = ''] = reference.split('/');
  const found = new Map(Object.entries<Readonly<Record<string, object>>>({ ...components })).get(kind)?.[
    name
  ];
  if (found === undefined) throw new Error(`${reference} is nowhere in the document.`);
  follow(found, components, used);
}

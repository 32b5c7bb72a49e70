import type { OneQuery } from '../../query/list-query.js';
import type { Relationship, Resource } from '../../query/resource.js';

/** What of a resource is printed: all of it, or the client's `fields`. */
export interface Shape {
  readonly attributes: readonly string[];
  readonly toOne: readonly { readonly name: string; readonly to: string }[];
  readonly toMany: readonly string[];
}

type Fields = ReadonlySet<string> | undefined;

/** Sorts out once what each record of a resource shows. */
export function shapeOf(resource: Resource, fields: Fields): Shape {
  const shown = (name: string): boolean => fields?.has(name) ?? true;
  const related = Object.entries(resource.relationships).filter(([name]) => shown(name));
  return {
    attributes: Object.keys(resource.attributes).filter(shown),
    toOne: related.filter(isOfKind('one')).map(([name, { to }]) => ({ name, to })),
    toMany: related.filter(isOfKind('many')).map(([name]) => name),
  };
}

const isOfKind =
  (kind: Relationship['kind']) =>
  ([, relationship]: readonly [string, Relationship]): boolean =>
    relationship.kind === kind;

/** The client's `fields` for a type; undefined: all of them. */
export const fieldsFor = ({ fields }: OneQuery, resource: Resource): Fields => fields.get(resource.type);

/**
 * Keeps what `compile` made of each resource as a whole, so that it is made once; a client's choice of fields is
 * compiled for its own answer only, and no client can fill the memory with choices.
 */
export function compiledPerResource<T>(compile: (resource: Resource, shape: Shape) => T) {
  const whole = new WeakMap<Resource, T>();
  return (resource: Resource, fields: Fields): T => {
    if (fields) return compile(resource, shapeOf(resource, fields));
    const known = whole.get(resource) ?? compile(resource, shapeOf(resource, undefined));
    whole.set(resource, known);
    return known;
  };
}

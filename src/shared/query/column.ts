import type { Attribute, Kind } from './attribute.js';
import type { Catalog } from './catalog.js';
import type { Lens } from './lens.js';
import type { Identifier, Resource, ToMany, ToOne } from './resource.js';

/** One step through a to-one relationship, and the resource that it leads to. */
export interface Step {
  readonly name: string;
  readonly relationship: ToOne;
  readonly resource: Resource;
}

/** A field of one resource: its id, an attribute, or the id of the record that a to-one relationship names. */
export type Leaf =
  | { readonly is: 'id'; readonly name: 'id'; readonly identifier: Identifier }
  | { readonly is: 'attribute'; readonly name: string; readonly attribute: Attribute }
  | { readonly is: 'link'; readonly name: string; readonly step: Step };

/** A field, and the to-one relationships that lead to it: `item.loanedto.email` has two steps. */
export interface Column {
  readonly steps: readonly Step[];
  readonly leaf: Leaf;
}

/** Finds a field of the resource itself by its name on the wire; a to-one relationship also with `_id` after it. */
export function leafOf(resource: Resource, name: string, catalog: Catalog): Leaf | null {
  if (name === 'id') return { is: 'id', name, identifier: resource.id };
  const attribute = own(resource.attributes, name);
  if (attribute) return { is: 'attribute', name, attribute };
  const step = stepOf(resource, name, catalog) ?? stepOf(resource, withoutId(name), catalog);
  return step && { is: 'link', name: step.name, step };
}

/** A field that a checked query names. */
export function leafNamed({ catalog }: Lens, resource: Resource, name: string): Leaf {
  const leaf = leafOf(resource, name, catalog);
  if (!leaf) throw new Error(`"${resource.type}" has no field "${name}".`);
  return leaf;
}

export function stepOf(resource: Resource, name: string, catalog: Catalog): Step | null {
  const relationship = own(resource.relationships, name);
  if (relationship?.kind !== 'one') return null;
  return { name, relationship, resource: catalog.related(relationship) };
}

export function toManyOf(resource: Resource, name: string): ToMany | null {
  const relationship = own(resource.relationships, name);
  return relationship?.kind === 'many' ? relationship : null;
}

/** Names come from clients: `constructor` must not find what every object inherits. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function withoutId(name: string): string {
  return name.endsWith('_id') ? name.slice(0, -'_id'.length) : name;
}

function described(leaf: Leaf): Identifier | Attribute {
  if (leaf.is === 'id') return leaf.identifier;
  return leaf.is === 'attribute' ? leaf.attribute : leaf.step.resource.id;
}

export const kindOf = (leaf: Leaf): Kind => described(leaf).kind;

export const ignoresCase = (leaf: Leaf): boolean => described(leaf).ignoreCase === true;

export function mayBeNull(leaf: Leaf): boolean {
  if (leaf.is === 'id') return false;
  return leaf.is === 'attribute' ? leaf.attribute.nullable : leaf.step.relationship.nullable;
}

/** Sets and structures have no order, and a resource may say that an attribute is not worth an index. */
export function isSortable(leaf: Leaf): boolean {
  if (leaf.is !== 'attribute') return true;
  return leaf.attribute.sort !== false && !['json', 'names'].includes(leaf.attribute.kind);
}

/** Whether a row holds the value as it is, so that an order by it can be searched. */
export function isStored(leaf: Leaf): boolean {
  return leaf.is !== 'attribute' || !(leaf.attribute.sql ?? leaf.attribute.order);
}

export function isFilterable(leaf: Leaf): boolean {
  return leaf.is !== 'attribute' || (leaf.attribute.filter !== false && leaf.attribute.kind !== 'json');
}

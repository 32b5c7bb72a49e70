import type { Resource, Row } from '../../query/resource.js';
import type { Links } from '../links.js';
import { compiledPerResource, type Shape } from './shape.js';

/** One record in JSON:API. */
export interface ResourceObject {
  readonly type: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly relationships?: Readonly<Record<string, unknown>>;
  readonly links?: { readonly self: string };
}

type Print = (row: Row, links: Links) => ResourceObject;

/** Prints rows of a resource as resource objects, with all fields or a client's choice of them. */
export const toResourceObject = compiledPerResource(compile);

function compile(resource: Resource, shape: Shape): Print {
  const relates = shape.toOne.length + shape.toMany.length > 0;
  return (row, links) => ({
    type: resource.type,
    id: row.id,
    attributes: pick(row, shape.attributes),
    ...(relates && { relationships: printRelationships(resource, shape, row, links) }),
    ...(resource.addressable && { links: { self: links.one(resource, row.id) } }),
  });
}

function pick(row: Row, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) picked[name] = row[name];
  return picked;
}

function printRelationships(
  resource: Resource,
  shape: Shape,
  row: Row,
  links: Links,
): Record<string, unknown> {
  const printed: Record<string, unknown> = {};
  for (const { name, to } of shape.toOne) {
    printed[name] = {
      links: {
        self: links.relationship(resource, row.id, name),
        related: links.related(resource, row.id, name),
      },
      data: toLinkage(to, row[name]),
    };
  }
  for (const name of shape.toMany)
    printed[name] = { links: { related: links.related(resource, row.id, name) } };
  return printed;
}

/** A resource identifier object, or null. */
export const toLinkage = (type: string, id: unknown): { type: string; id: string } | null =>
  typeof id === 'string' ? { type, id } : null;

import type { Resource, Row } from '../../query/resource.js';
import type { Links } from '../links.js';
import { compiledPerResource, type Shape } from './shape.js';
import { VALUES } from './value-text.js';

type Write = (row: Row, links: Links) => string;
/** Writes one member; `self` is the record's own page in quotes, but for the last one. */
type WriteMember = (row: Row, self: string) => string;

/** Writes rows of a resource as JSON:API's resource objects, with all fields or a client's choice of them. */
export const resourceObject = compiledPerResource(compile);

function compile(resource: Resource, shape: Shape): Write {
  const attributes = membersOf(shape.attributes.map((name) => attribute(resource, name)));
  const related = [...shape.toOne.map(({ name, to }) => toOne(name, to)), ...shape.toMany.map(toMany)];
  const relationships = membersOf(related);
  const start = `{"type":${JSON.stringify(resource.type)},"id":`;
  return (row, links) => {
    const self = JSON.stringify(links.one(resource, row.id)).slice(0, -1);
    const relates = related.length > 0 ? `,"relationships":{${relationships(row, self)}}` : '';
    const ownPage = resource.addressable ? `,"links":{"self":${self}"}` : '';
    return `${start}${JSON.stringify(row.id)},"attributes":{${attributes(row, self)}}${relates}${ownPage}}`;
  };
}

function membersOf(members: readonly WriteMember[]): WriteMember {
  return (row, self) => {
    let text = '';
    for (const write of members) text += (text && ',') + write(row, self);
    return text;
  };
}

function attribute({ attributes }: Resource, name: string): WriteMember {
  const before = `${JSON.stringify(name)}:`;
  const write = VALUES[attributes[name]?.kind ?? 'json'];
  return (row) => before + write(row[name]);
}

function toOne(name: string, to: string): WriteMember {
  const start = `${JSON.stringify(name)}:{"links":{"self":`;
  return (row, self) =>
    `${start}${self}/relationships/${name}","related":${self}/${name}"},"data":${JSON.stringify(toLinkage(to, row[name]))}}`;
}

function toMany(name: string): WriteMember {
  const start = `${JSON.stringify(name)}:{"links":{"related":`;
  return (_, self) => `${start}${self}/${name}"}}`;
}

/** A resource identifier object, or null. */
export const toLinkage = (type: string, id: unknown): { type: string; id: string } | null =>
  typeof id === 'string' ? { type, id } : null;

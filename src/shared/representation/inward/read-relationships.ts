import { BadRequest, Conflict, Forbidden } from '../../errors/errors.js';
import type { Fault } from '../../errors/problem.js';
import type { Relationship, Resource, ToOne } from '../../query/resource.js';
import { isObject } from '../is-object.js';
import type { Findings } from './findings.js';
import { pointerTo } from './pointer.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * The to-one `relationships` of a resource object, each as the id of the related record, or null. Throws 400 where one is
 * malformed; finds unknown ones (422), to-many ones (403) and linkage of another type (409).
 */
export function readRelationships(members: Members, resource: Resource, findings: Findings): Members {
  const ids: [string, string | null][] = [];
  for (const [name, member] of Object.entries(members)) {
    const relationship = own(resource.relationships, name);
    if (!relationship) findings.faults.push(refuseUnknown(name, resource));
    if (relationship?.kind === 'many') findings.refuse(refuseToMany(name));
    if (relationship?.kind === 'one') ids.push([name, readOne(name, member, relationship, findings)]);
  }
  return Object.fromEntries(ids);
}

const own = (relationships: Resource['relationships'], name: string): Relationship | undefined =>
  Object.hasOwn(relationships, name) ? relationships[name] : undefined;

/** The id in a relationship object, `{"data": {"type", "id"}}`, or null in `{"data": null}`. */
function readOne(name: string, member: unknown, { to }: ToOne, findings: Findings): string | null {
  const pointer = pointerTo('data', 'relationships', name);
  if (!isObject(member) || !Object.hasOwn(member, 'data')) {
    throw malformed(pointer, 'A relationship must be an object with `data`.');
  }
  return readLinkage(member['data'], to, `${pointer}/data`, findings);
}

/** A resource identifier object of this type, or null. */
function readLinkage(linkage: unknown, type: string, pointer: string, findings: Findings): string | null {
  if (linkage === null) return null;
  if (!isObject(linkage))
    throw malformed(pointer, 'The linkage must be an object with `type` and `id`, or null.');
  for (const name of ['type', 'id']) {
    if (!Object.hasOwn(linkage, name)) throw malformed(pointer, `The linkage has no \`${name}\`.`);
  }
  const { type: named, id } = linkage;
  if (typeof named !== 'string') throw malformed(`${pointer}/type`, 'The `type` must be text.');
  if (typeof id !== 'string') throw malformed(`${pointer}/id`, 'The `id` must be text.');
  if (named !== type) findings.refuse(refuseType(type, `${pointer}/type`));
  return id;
}

function refuseType(type: string, pointer: string): Conflict {
  const detail = `The relationship leads to the type \`${type}\`.`;
  return new Conflict(detail, 'TYPE_MISMATCH', [{ pointer, detail }]);
}

function refuseToMany(name: string): Forbidden {
  const pointer = pointerTo('data', 'relationships', name);
  const detail = `\`${name}\` is changed through its own records, not from here.`;
  return new Forbidden(detail, 'RELATIONSHIP_READ_ONLY', [{ pointer, detail }]);
}

function refuseUnknown(name: string, resource: Resource): Fault {
  const pointer = pointerTo('data', 'relationships', name);
  const detail = Object.hasOwn(resource.attributes, name)
    ? `\`${name}\` is no relationship: it belongs into \`attributes\`.`
    : 'There is no such relationship.';
  return { field: name, pointer, code: 'UNKNOWN_RELATIONSHIP', detail };
}

const malformed = (pointer: string, detail: string): BadRequest =>
  new BadRequest(detail, 'MALFORMED_DOCUMENT', [{ pointer, detail }]);

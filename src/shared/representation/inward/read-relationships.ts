import { BadRequest, Conflict, Forbidden, Invalid } from '../../errors/errors.js';
import type { Fault } from '../../errors/problem.js';
import type { Relationship, Resource } from '../../query/resource.js';
import { isObject } from '../is-object.js';
import { pointerTo } from './pointer.js';

type Members = Readonly<Record<string, unknown>>;

/** The `relationships` of a resource object, each as the id of the related record, or null. */
export function readRelationships(members: Members, resource: Resource): Members {
  const unknown = Object.keys(members).filter((name) => !Object.hasOwn(resource.relationships, name));
  if (unknown.length > 0) throw new Invalid(unknown.map((name) => refuseUnknown(name, resource)));
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const relationship = resource.relationships[name];
      return [name, relationship ? readOne(name, member, relationship) : undefined];
    }),
  );
}

/** The id in a relationship object, `{"data": {"type", "id"}}`, or null in `{"data": null}`. */
function readOne(name: string, member: unknown, relationship: Relationship): string | null {
  const pointer = pointerTo('data', 'relationships', name);
  if (relationship.kind === 'many') {
    const detail = `\`${name}\` is changed through its own records, not from here.`;
    throw new Forbidden(detail, 'RELATIONSHIP_READ_ONLY', [{ pointer, detail }]);
  }
  if (!isObject(member) || !Object.hasOwn(member, 'data')) {
    throw malformed(pointer, 'A relationship must be an object with `data`.');
  }
  return readLinkage(member['data'], relationship.to, `${pointer}/data`);
}

/** A resource identifier object of this type, or null. */
export function readLinkage(linkage: unknown, type: string, pointer: string): string | null {
  if (linkage === null) return null;
  if (!isObject(linkage))
    throw malformed(pointer, 'The linkage must be an object with `type` and `id`, or null.');
  for (const name of ['type', 'id']) {
    if (!Object.hasOwn(linkage, name)) throw malformed(pointer, `The linkage has no \`${name}\`.`);
  }
  const { type: named, id } = linkage;
  if (typeof named !== 'string') throw malformed(`${pointer}/type`, 'The `type` must be text.');
  if (typeof id !== 'string') throw malformed(`${pointer}/id`, 'The `id` must be text.');
  if (named === type) return id;
  const detail = `The relationship leads to the type \`${type}\`.`;
  throw new Conflict(detail, 'TYPE_MISMATCH', [{ pointer: `${pointer}/type`, detail }]);
}

function refuseUnknown(name: string, resource: Resource): Fault {
  const pointer = pointerTo('data', 'relationships', name);
  const detail = Object.hasOwn(resource.attributes, name)
    ? `\`${name}\` is no relationship: it belongs into \`attributes\`.`
    : 'There is no such relationship.';
  return { pointer, code: 'UNKNOWN_RELATIONSHIP', detail };
}

const malformed = (pointer: string, detail: string): BadRequest =>
  new BadRequest(detail, 'MALFORMED_DOCUMENT', [{ pointer, detail }]);

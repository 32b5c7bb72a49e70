import { BadRequest, Conflict, Invalid } from '../../errors/errors.js';
import type { Fault } from '../../errors/problem.js';
import type { Resource } from '../../query/resource.js';
import type { PointerOf } from '../exchange.js';
import { isObject } from '../is-object.js';
import type { FlatBody, Purpose } from './flat-body.js';
import { pointerTo } from './pointer.js';
import { readId } from './read-id.js';
import { readRelationships } from './read-relationships.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON:API document with one resource object into a flat body. Members of the document that the specification
 * does not know, and @-members anywhere, are ignored; unknown attributes stay, for validation to refuse. Throws 400 where
 * the document is malformed, 409 for another type or id, 403 for an id or a to-many relationship that is not the client's
 * to set, and 422 for members in the wrong place.
 */
export function readDocument(document: unknown, resource: Resource, purpose: Purpose): FlatBody {
  if (!isObject(document)) throw malformed('', 'The body must be a JSON:API document.');
  if (!Object.hasOwn(document, 'data')) throw malformed('', 'The document has no `data`.');
  const { data } = document;
  if (!isObject(data)) throw malformed('/data', 'The document must have one resource object as its `data`.');
  checkType(data, resource);
  const attributes = readMembers(data, 'attributes');
  const relationships = readMembers(data, 'relationships');
  const fields = { ...attributes, ...readRelationships(relationships, resource) };
  refuseMisplaced(attributes, resource);
  return {
    fields: { ...fields, ...Object.fromEntries(readOwnId(data, resource, purpose, fields)) },
    pointerOf: pointersInto(data, attributes, relationships, resource),
  };
}

function checkType(data: Members, resource: Resource): void {
  if (!Object.hasOwn(data, 'type')) throw malformed('/data', 'The resource object has no `type`.');
  if (typeof data['type'] !== 'string') throw malformed('/data/type', 'The `type` must be text.');
  if (data['type'] === resource.type) return;
  const detail = `This path takes resources of the type \`${resource.type}\`.`;
  throw new Conflict(detail, 'TYPE_MISMATCH', [{ pointer: '/data/type', detail }]);
}

function readMembers(data: Members, name: string): Members {
  const members = Object.hasOwn(data, name) ? data[name] : {};
  if (!isObject(members)) throw malformed(pointerTo('data', name), `The \`${name}\` must be an object.`);
  return Object.fromEntries(Object.entries(members).filter(([each]) => !isAtMember(each)));
}

/** No attribute and no relationship, wherever it stands (specification, "@-Members"). */
const isAtMember = (name: string): boolean => name.startsWith('@');

function readOwnId(data: Members, resource: Resource, purpose: Purpose, fields: Members) {
  if (!Object.hasOwn(data, 'id')) {
    if (purpose.creates) return [];
    throw malformed('/data', 'The resource object has no `id`.');
  }
  if (typeof data['id'] !== 'string') throw malformed('/data/id', 'The `id` must be text.');
  return readId(data['id'], '/data/id', resource.id, purpose, fields);
}

function refuseMisplaced(attributes: Members, { relationships }: Resource): void {
  const faults: readonly Fault[] = Object.keys(attributes)
    .filter((name) => BESIDE_ATTRIBUTES.has(name) || Object.hasOwn(relationships, name))
    .map((name) => ({
      pointer: pointerTo('data', 'attributes', name),
      code: 'MISPLACED_MEMBER',
      detail: `\`${name}\` is no attribute: it belongs ${BESIDE_ATTRIBUTES.has(name) ? 'beside `attributes`' : 'into `relationships`'}.`,
    }));
  if (faults.length > 0) throw new Invalid(faults);
}

const BESIDE_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'type']);

/** Where fields stood; a field that is missing is looked for where it would have been, as far as that exists. */
function pointersInto(
  data: Members,
  attributes: Members,
  relationships: Members,
  resource: Resource,
): PointerOf {
  return (field) => {
    if (Object.hasOwn(attributes, field)) return pointerTo('data', 'attributes', field);
    if (Object.hasOwn(relationships, field)) return pointerTo('data', 'relationships', field);
    if (field === resource.id.clientField && Object.hasOwn(data, 'id')) return '/data/id';
    const parent = Object.hasOwn(resource.relationships, field) ? 'relationships' : 'attributes';
    return Object.hasOwn(data, parent) ? pointerTo('data', parent) : '/data';
  };
}

const malformed = (pointer: string, detail: string): BadRequest =>
  new BadRequest(detail, 'MALFORMED_DOCUMENT', [{ pointer, detail }]);

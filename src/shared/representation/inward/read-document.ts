import { BadRequest, Conflict } from '../../errors/errors.js';
import type { Fault } from '../../errors/problem.js';
import type { Resource } from '../../query/resource.js';
import type { PointerOf } from '../exchange.js';
import { isObject } from '../is-object.js';
import { Findings } from './findings.js';
import { pointerTo } from './pointer.js';
import type { Purpose, ReadBody } from './read-body.js';
import { readId } from './read-id.js';
import { readRelationships } from './read-relationships.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON:API document with one resource object into a flat body. Members of the document that the specification
 * does not know, and @-members anywhere, are ignored; unknown attributes stay, for validation to refuse. Throws 400 where
 * the document is malformed. Finds members in the wrong place (422), an id or a to-many relationship that is not the
 * client's to set (403), and another type or id (409).
 */
export function readDocument(document: unknown, resource: Resource, purpose: Purpose): ReadBody {
  if (!isObject(document)) throw malformed('', 'The body must be a JSON:API document.');
  if (!Object.hasOwn(document, 'data')) throw malformed('', 'The document has no `data`.');
  const { data } = document;
  if (!isObject(data)) throw malformed('/data', 'The document must have one resource object as its `data`.');
  const type = readType(data);
  const attributes = readMembers(data, 'attributes');
  const relationships = readMembers(data, 'relationships');
  const pointerOf = pointersInto(data, attributes, relationships, resource);
  if (type !== resource.type)
    return { fields: null, faults: [], refusal: refuseType(resource.type), pointerOf };
  const findings = new Findings();
  const related = readRelationships(relationships, resource, findings);
  const fields = { ...readAttributes(attributes, resource, findings), ...related };
  const own = readOwnId(data, resource, purpose, fields, findings);
  const { faults, refusal } = findings;
  return { fields: { ...fields, ...Object.fromEntries(own) }, faults, refusal, pointerOf };
}

function readType(data: Members): string {
  if (!Object.hasOwn(data, 'type')) throw malformed('/data', 'The resource object has no `type`.');
  if (typeof data['type'] !== 'string') throw malformed('/data/type', 'The `type` must be text.');
  return data['type'];
}

function refuseType(type: string): Conflict {
  const detail = `This path takes resources of the type \`${type}\`.`;
  return new Conflict(detail, 'TYPE_MISMATCH', [{ pointer: '/data/type', detail }]);
}

function readMembers(data: Members, name: string): Members {
  const members = Object.hasOwn(data, name) ? data[name] : {};
  if (!isObject(members)) throw malformed(pointerTo('data', name), `The \`${name}\` must be an object.`);
  return Object.fromEntries(Object.entries(members).filter(([each]) => !isAtMember(each)));
}

/** No attribute and no relationship, wherever it stands (specification, "@-Members"). */
const isAtMember = (name: string): boolean => name.startsWith('@');

function readOwnId(data: Members, resource: Resource, purpose: Purpose, fields: Members, findings: Findings) {
  if (!Object.hasOwn(data, 'id')) {
    if (purpose.creates) return [];
    throw malformed('/data', 'The resource object has no `id`.');
  }
  if (typeof data['id'] !== 'string') throw malformed('/data/id', 'The `id` must be text.');
  return readId(data['id'], '/data/id', resource.id, purpose, fields, findings);
}

/** The `attributes` of a resource object, without those that belong elsewhere. */
function readAttributes(attributes: Members, { relationships }: Resource, findings: Findings): Members {
  const isMisplaced = (name: string): boolean =>
    BESIDE_ATTRIBUTES.has(name) || Object.hasOwn(relationships, name);
  const names = Object.keys(attributes);
  findings.faults.push(...names.filter(isMisplaced).map(refuseMisplaced));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !isMisplaced(name)));
}

function refuseMisplaced(field: string): Fault {
  const place = BESIDE_ATTRIBUTES.has(field) ? 'beside `attributes`' : 'into `relationships`';
  const detail = `\`${field}\` is no attribute: it belongs ${place}.`;
  return { field, pointer: pointerTo('data', 'attributes', field), code: 'MISPLACED_MEMBER', detail };
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

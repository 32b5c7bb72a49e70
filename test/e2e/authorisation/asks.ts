import { bodyOf } from '../../support/bodies.js';
import type { Answer, Format } from '../../support/client.js';
import type { Member } from '../../support/club.js';
import type { DocumentedOperation } from '../../support/documented.js';
import { ATOMIC_JSON_API, operate } from '../../support/operations.js';
import { runBody } from '../../support/run-body.js';
import type { Case, Fields, Operation } from './table.js';
import type { Place } from './world.js';

/** How the same thing is asked: in either representation, for its head only, or in a list of operations. */
export const WAYS = ['jsonApi', 'plain', 'head', 'atomic'] as const;
export type Way = (typeof WAYS)[number];

/** An operation, one thing to ask of it, and where the documents say that it is. */
export interface Subject {
  readonly operation: Operation;
  readonly asked: Case;
  readonly documented: Pick<DocumentedOperation, 'method' | 'path'>;
}

const TYPES: Readonly<Record<string, string>> = {
  users: 'user',
  roles: 'role',
  'loan-items': 'loan-item',
  loans: 'loan',
  runs: 'run',
  sessions: 'session',
  'audit-events': 'audit-event',
};

const OPERATORS: Readonly<Record<string, string>> = { post: 'add', patch: 'update', delete: 'remove' };
/** Paths that lists of operations lead to: a collection, a record, a relationship. */
const OPERABLE = /^\/[a-z-]+(\/\{\w+\}(\/relationships\/\w+)?)?$/;

/** The first part of a path: which records its id is of. */
export const collectionOf = (path: string): string => path.split('/')[1] ?? '';

/** The ways in which a subject can be asked. */
export const waysOf = (subject: Subject): readonly Way[] => WAYS.filter((way) => isOpen(subject, way));

function isOpen({ operation, documented: { method, path } }: Subject, way: Way): boolean {
  if (way === 'plain') return !operation.jsonApiOnly;
  if (way === 'head') return method === 'get';
  if (way === 'atomic') return isOperable(method, path);
  return true;
}

function isOperable(method: string, path: string): boolean {
  const isRecord = path.includes('{');
  return (
    Object.hasOwn(TYPES, collectionOf(path)) &&
    OPERABLE.test(path) &&
    (method === 'post') !== isRecord &&
    method in OPERATORS
  );
}

/** Sends one request of the matrix. */
export function ask(subject: Subject, way: Way, place: Place, member: Member): Promise<Answer> {
  if (way === 'atomic') return operate(member, [harmless, operationFor(subject, place)]);
  const { operation, asked, documented } = subject;
  const format: Format = way === 'plain' ? 'plain' : 'jsonApi';
  const path = documented.path.replace(/\{\w+\}/, encodeURIComponent(place.id)) + queryOf(asked);
  const method = way === 'head' ? 'HEAD' : documented.method.toUpperCase();
  const body = bodyFor(subject, format, place);
  return member[format].send(method, path, body, { headers: headersOf(operation, body !== undefined) });
}

function headersOf({ flat, extension }: Operation, hasBody: boolean): Readonly<Record<string, string>> {
  if (extension) return { Accept: ATOMIC_JSON_API, 'Content-Type': ATOMIC_JSON_API };
  return flat && hasBody ? { 'Content-Type': 'application/json' } : {};
}

/** A list is asked for as a whole, so that all of it can be compared. */
const queryOf = ({ query = '', shows }: Case): string => (shows ? '?page[size]=1000' : query);

/** Done before what is refused, to show that it is undone with it. */
const harmless = { op: 'add', data: { type: 'run', attributes: runBody({ distance: 77 }) } };

function bodyFor(
  { operation, asked, documented }: Subject,
  format: Format,
  place: Place,
): object | undefined {
  if (asked.linkage) return { data: asked.linkage(place) };
  const fields = asked.body?.(place);
  if (!fields || operation.flat || operation.extension) return fields;
  return resourceBody(documented.path, format, fields, place);
}

/** A record that is new may bring its id along, which has a place of its own in JSON:API. */
function resourceBody(path: string, format: Format, fields: Fields, { id }: Place): object {
  const type = TYPES[collectionOf(path)] ?? '';
  if (path.includes('{')) return bodyOf(format, type, fields, id);
  const { id: made, ...rest } = fields;
  return format === 'jsonApi' && typeof made === 'string'
    ? bodyOf(format, type, rest, made)
    : bodyOf(format, type, fields);
}

function operationFor(subject: Subject, place: Place): object {
  const { method, path } = subject.documented;
  const relationship = path.split('/relationships/')[1];
  const ref = { type: TYPES[collectionOf(path)], id: place.id, ...(relationship && { relationship }) };
  return {
    op: OPERATORS[method],
    ...(path.includes('{') && { ref }),
    ...bodyFor(subject, 'jsonApi', place),
  };
}

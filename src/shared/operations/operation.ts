import type { Resource } from '../query/resource.js';

/** Members of a JSON object as a client sent them. Look them up with `Object.hasOwn`. */
export type Members = Readonly<Record<string, unknown>>;

export const CODES = ['add', 'update', 'remove'] as const;
export type Code = (typeof CODES)[number];

/** How a document names a record: by its id, or by the local id that it gave to one that it adds itself. */
export interface RecordName {
  readonly by: 'id' | 'lid';
  readonly name: string;
}

/** What an operation is about: a collection, a record, or a relationship of a record. */
export interface Target {
  readonly resource: Resource;
  readonly record: RecordName | null;
  readonly relationship: string | null;
}

/** One of a list of operations (jsonapi.org/ext/atomic/#operation-objects). */
export interface Operation {
  readonly code: Code;
  readonly target: Target;
  /** The local id of the record that it adds, where it has one. */
  readonly lid: string | null;
  /** As it was sent. */
  readonly sent: Members;
  /** Where it stands in the document. */
  readonly pointer: string;
}

import type { Catalog } from '../query/catalog.js';
import type { Resource } from '../query/resource.js';
import { isObject } from '../representation/is-object.js';
import { malformed, unknown } from './faults.js';
import type { Code, Members, RecordName, Target } from './operation.js';
import { parseHref } from './parse-href.js';

/** What names in a document are looked up in. */
export interface Known {
  readonly catalog: Catalog;
  /** The base of our own links, without a slash at its end. */
  readonly base: string;
}

/**
 * What an operation is about: what its `ref` or `href` says, or else its `data`. Throws 400 where that is malformed or
 * does not go with the operation, and 404 where there is no such type or path.
 */
export function parseTarget(sent: Members, code: Code, pointer: string, known: Known): Target {
  const named = ['ref', 'href'].filter((name) => Object.hasOwn(sent, name));
  const [by] = named;
  if (named.length > 1) throw malformed(pointer, 'An operation has a `ref` or a `href`, not both.');
  if (by === undefined) return fromData(sent, code, pointer, known);
  const at = `${pointer}/${by}`;
  const target =
    by === 'ref' ? fromRef(sent['ref'], at, known) : parseHref(sent['href'], at, known.catalog, known.base);
  refuseMisfit(target, code, at);
  return target;
}

/** A new record is posted to a collection; everything else happens to what is there. */
function refuseMisfit({ record, relationship }: Target, code: Code, pointer: string): void {
  if (code === 'add' && record && relationship === null) {
    throw malformed(pointer, 'A record that is added is named by its `data`, or not at all.');
  }
  if (code !== 'add' && !record) throw malformed(pointer, 'This is a collection: name a record of it.');
}

function fromRef(ref: unknown, pointer: string, { catalog }: Known): Target {
  if (!isObject(ref)) throw malformed(pointer, 'The `ref` must be an object.');
  const relationship = Object.hasOwn(ref, 'relationship') ? ref['relationship'] : null;
  if (relationship !== null && typeof relationship !== 'string') {
    throw malformed(`${pointer}/relationship`, 'The `relationship` must be text.');
  }
  return { resource: typeOf(ref, pointer, catalog), record: nameOf(ref, pointer), relationship };
}

function fromData(sent: Members, code: Code, pointer: string, { catalog }: Known): Target {
  if (code === 'remove') throw malformed(pointer, 'What is removed is named by `ref` or `href`.');
  const { data } = sent;
  if (!Object.hasOwn(sent, 'data')) throw malformed(pointer, 'The operation has no `data`.');
  const at = `${pointer}/data`;
  if (!isObject(data)) throw malformed(at, 'The `data` must be a resource object.');
  const record = code === 'add' ? null : nameOf(data, at);
  return { resource: typeOf(data, at, catalog), record, relationship: null };
}

function typeOf(members: Members, pointer: string, catalog: Catalog): Resource {
  if (!Object.hasOwn(members, 'type')) throw malformed(pointer, 'There is no `type`.');
  const { type } = members;
  if (typeof type !== 'string') throw malformed(`${pointer}/type`, 'The `type` must be text.');
  const resource = catalog.all().find((each) => each.type === type);
  if (!resource) throw unknown(`${pointer}/type`, 'There is no such type.', 'UNKNOWN_TYPE');
  return resource;
}

function nameOf(members: Members, pointer: string): RecordName {
  const [by, ...more] = (['id', 'lid'] as const).filter((name) => Object.hasOwn(members, name));
  if (by === undefined || more.length > 0) throw malformed(pointer, 'A record is named by `id` or by `lid`.');
  const name = members[by];
  if (typeof name !== 'string') throw malformed(`${pointer}/${by}`, `The \`${by}\` must be text.`);
  return { by, name };
}

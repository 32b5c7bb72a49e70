import { isObject } from '../representation/is-object.js';
import { pointerTo } from '../representation/inward/pointer.js';
import { malformed } from './faults.js';
import type { Members, Operation } from './operation.js';

/** The ids of records that a document adds, by the local ids that it gives them; each type has names of its own. */
export class LocalIds {
  private readonly ids = new Map<string, string>();

  has(type: unknown, lid: string): boolean {
    return this.ids.has(keyOf(type, lid));
  }

  set(type: string, lid: string, id: string): void {
    this.ids.set(keyOf(type, lid), id);
  }

  /** Throws 400 where no operation before has added a record of this name. */
  get(type: unknown, lid: unknown, pointer: string): string {
    if (typeof lid !== 'string') throw malformed(pointer, 'The `lid` must be text.');
    const id = this.ids.get(keyOf(type, lid));
    if (id !== undefined) return id;
    throw malformed(pointer, 'No operation before this one adds a record with this `lid`.', 'UNKNOWN_LID');
  }
}

const keyOf = (type: unknown, lid: string): string => JSON.stringify([type, lid]);

/**
 * The `data` of an operation with ids in place of local ids: in its relationships, in a linkage, and in the name of a
 * record that is updated. Throws 400 for a local id that is not known.
 */
export function withIds({ code, target, sent, pointer }: Operation, ids: LocalIds): unknown {
  const { data } = sent;
  const at = `${pointer}/data`;
  if (!isObject(data)) return data;
  const isNew = code === 'add' && target.relationship === null;
  const named = isNew ? data : identified(data, at, ids);
  const { relationships } = data;
  if (!Object.hasOwn(data, 'relationships') || !isObject(relationships)) return named;
  return { ...named, relationships: linked(relationships, `${at}/relationships`, ids) };
}

const linked = (relationships: Members, pointer: string, ids: LocalIds): Members =>
  Object.fromEntries(
    Object.entries(relationships).map(([name, member]) => {
      if (!isObject(member) || !isObject(member['data'])) return [name, member];
      const data = identified(member['data'], `${pointer}${pointerTo(name, 'data')}`, ids);
      return [name, { ...member, data }];
    }),
  );

function identified(identifier: Members, pointer: string, ids: LocalIds): Members {
  if (!Object.hasOwn(identifier, 'lid') || Object.hasOwn(identifier, 'id')) return identifier;
  const { lid, ...others } = identifier;
  return { ...others, id: ids.get(others['type'], lid, `${pointer}/lid`) };
}

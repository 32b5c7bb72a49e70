import { BadParameter } from '../errors/errors.js';
import { isSortable, leafOf } from './column.js';
import type { Lens } from './lens.js';
import type { SortKey } from './list-query.js';
import type { Resource } from './resource.js';

const MOST_KEYS = 5;

/** Reads `-start_time,distance`, or takes the resource's own order where nothing is given. Throws BadParameter. */
export function parseSort(lens: Lens, resource: Resource, text: string | null): readonly SortKey[] {
  const written = text === null ? resource.defaultSort : text.split(',');
  if (written.length > MOST_KEYS) throw new BadParameter('sort', `At most ${MOST_KEYS} fields order a list.`);
  const keys = written.map((key) => readKey(lens, resource, key));
  const twice = keys.find((key, index) => keys.findIndex((other) => other.name === key.name) !== index);
  if (twice) throw new BadParameter('sort', `"${twice.name}" is named twice.`);
  return keys;
}

function readKey({ catalog }: Lens, resource: Resource, key: string): SortKey {
  const descending = key.startsWith('-');
  const name = descending ? key.slice(1) : key;
  const leaf = leafOf(resource, name, catalog);
  if (leaf && isSortable(leaf)) return { name: leaf.name, descending };
  throw new BadParameter('sort', `A list of ${resource.collection} has no order by "${name}".`, {
    allowed: sortable(resource, catalog),
  });
}

/** What a resource's lists can be ordered by. */
export function sortable(resource: Resource, catalog: Lens['catalog']): readonly string[] {
  const names = ['id', ...Object.keys(resource.attributes), ...Object.keys(resource.relationships)];
  return names.filter((name) => {
    const leaf = leafOf(resource, name, catalog);
    return leaf !== null && isSortable(leaf);
  });
}

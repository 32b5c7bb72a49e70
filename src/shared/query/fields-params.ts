import { BadParameter } from '../errors/errors.js';
import type { Catalog } from './catalog.js';
import type { Pair } from './flat-pairs.js';
import type { Resource } from './resource.js';

/** Reads `fields[run]=distance,date`: by type, the attributes and relationships to show. Throws BadParameter. */
export function parseFields(
  pairs: readonly Pair[],
  catalog: Catalog,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    pairs
      .filter(([name]) => name.startsWith('fields['))
      .map(([name, text]) => {
        const type = name.slice('fields['.length, -1);
        return [type, readFields(name, text, typed(catalog, name, type))] as const;
      }),
  );
}

function typed(catalog: Catalog, parameter: string, type: string): Resource {
  const resource = catalog.all().find((each) => each.type === type);
  if (resource) return resource;
  const allowed = catalog.all().map((each) => `fields[${each.type}]`);
  throw new BadParameter(parameter, `There is no type "${type}".`, { allowed });
}

function readFields(parameter: string, text: string, resource: Resource): ReadonlySet<string> {
  const allowed = [...Object.keys(resource.attributes), ...Object.keys(resource.relationships)];
  const names = text === '' ? [] : text.split(',');
  const unknown = names.find((name) => !allowed.includes(name));
  if (unknown === undefined) return new Set(names);
  throw new BadParameter(parameter, `"${resource.type}" has no field "${unknown}".`, { allowed });
}

import { type Catalog, toOnes } from '../../query/catalog.js';
import { MOST_PATHS, MOST_STEPS } from '../../query/include-param.js';
import type { Resource } from '../../query/resource.js';

/** The most records that `include` can bring beside a page of 1000. */
export const MOST_INCLUDED = 1000 * MOST_PATHS * MOST_STEPS;

/** The paths that `include` takes: `item`, `item.loanedto`. */
export function includePaths(resource: Resource, catalog: Catalog, steps = MOST_STEPS): readonly string[] {
  if (steps === 0) return [];
  return toOnes(resource).flatMap(([name, relationship]) => [
    name,
    ...includePaths(catalog.related(relationship), catalog, steps - 1).map((rest) => `${name}.${rest}`),
  ]);
}

/** The resources that `include` can bring. */
export function reachable(
  resource: Resource,
  catalog: Catalog,
  found: ReadonlySet<Resource> = new Set(),
): readonly Resource[] {
  const next = toOnes(resource).map(([, relationship]) => catalog.related(relationship));
  const fresh = next.filter((each) => !found.has(each));
  const all = new Set([...found, ...fresh]);
  return [...new Set([...all, ...fresh.flatMap((each) => reachable(each, catalog, all))])];
}

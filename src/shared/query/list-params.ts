import { BadParameter } from '../errors/errors.js';
import { parsePlainFilters } from './filter/plain-filters.js';
import { allOf } from './filter/filter.js';
import { isFilterParameter, parseFilter } from './filter/parse-filter.js';
import type { Pair } from './flat-pairs.js';
import { parseInclude } from './include-param.js';
import type { Lens } from './lens.js';
import type { ListQuery, OneQuery } from './list-query.js';
import { PAGE_PARAMETERS, PLAIN_PAGE_PARAMETERS, parsePage } from './page-params.js';
import type { Resource } from './resource.js';
import { parseSort } from './sort-param.js';
import { parseFields } from './fields-params.js';

export interface QueryContext extends Lens {
  /** The resource that is answered with. */
  readonly resource: Resource;
  /** The resource that `filter` speaks of, where that is another: the runs behind the weekly report. */
  readonly filtersOf?: Resource;
  /** Whether the answer is plain JSON, which has parameters of its own and lacks others. */
  readonly plain: boolean;
  /** Whether lists have pages by cursor where the parameters leave that open. */
  readonly likesCursors?: boolean;
}

/** Checks the query string of a list. Throws BadParameter, which names the parameter and what is allowed. */
export function parseListQuery(pairs: readonly Pair[], context: QueryContext): ListQuery {
  const { resource, filtersOf = resource, plain } = context;
  const shorthands = Object.keys(resource.plainFilters ?? {});
  refuseRepeated(pairs);
  refuseUnknown(pairs, context, (name) => {
    const isPlain = PLAIN_PAGE_PARAMETERS.includes(name) || shorthands.includes(name);
    if (isPlain && !plain) throw plainOnly(name);
    return isPlain || PAGE_PARAMETERS.includes(name) || name === 'sort' || isFilterParameter(name);
  });
  const filters = pairs.filter(([name]) => isFilterParameter(name));
  const short = pairs.filter(([name]) => shorthands.includes(name));
  const written = parseFilter(context, filtersOf, filters);
  const filter = allOf([...(written ? [written] : []), ...parsePlainFilters(context, resource, short)]);
  const sort = parseSort(context, resource, valueOf(pairs, 'sort'));
  return {
    ...parseShape(pairs, context),
    page: parsePage(pairs, plain, { ...context, sort }),
    sort,
    filter,
    parameters: pairs,
  };
}

/** Checks the query string of one record: `fields[…]` and `include`. Throws BadParameter. */
export function parseOneQuery(pairs: readonly Pair[], context: QueryContext): OneQuery {
  refuseRepeated(pairs);
  refuseUnknown(pairs, context, () => false);
  return parseShape(pairs, context);
}

function parseShape(pairs: readonly Pair[], context: QueryContext): OneQuery {
  return {
    fields: parseFields(pairs, context.catalog),
    include: parseInclude(context, context.resource, valueOf(pairs, 'include')),
  };
}

function refuseRepeated(pairs: readonly Pair[]): void {
  const seen = new Set<string>();
  for (const [name] of pairs) {
    if (seen.has(name)) throw new BadParameter(name, `The parameter "${name}" is given twice.`);
    seen.add(name);
  }
}

function refuseUnknown(
  pairs: readonly Pair[],
  { plain }: QueryContext,
  isKnown: (name: string) => boolean,
): void {
  for (const [name] of pairs) {
    if (name === 'include' && plain) {
      throw new BadParameter(name, '"include" needs JSON:API: Accept: application/vnd.api+json.');
    }
    const known = name === 'include' || /^fields\[[^[\]]*\]$/.test(name) || isKnown(name);
    if (!known) throw new BadParameter(name, `There is no parameter "${name}" here.`);
  }
}

function plainOnly(name: string): BadParameter {
  const instead = PLAIN_PAGE_PARAMETERS.includes(name) ? 'page[…]' : 'filter[…]';
  return new BadParameter(name, `"${name}" is for plain JSON: use ${instead}, or Accept: application/json.`);
}

function valueOf(pairs: readonly Pair[], name: string): string | null {
  return pairs.find(([each]) => each === name)?.[1] ?? null;
}

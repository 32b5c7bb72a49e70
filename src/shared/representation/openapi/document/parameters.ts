import type { Catalog } from '../../../query/catalog.js';
import type { Resource } from '../../../query/resource.js';
import { sortable } from '../../../query/sort-param.js';
import type { Dialect } from '../dialect.js';
import { inQuery, type Parameter } from '../parameter.js';
import { includePaths, reachable } from '../reachable.js';
import { pathParameters } from '../route-facts.js';
import type { Route } from '../route.js';
import { identifierSchema } from '../schemas/attribute-schema.js';
import { conditionParameters } from './conditions.js';
import { keyParameters } from './idempotency.js';
import { pageParameters } from './page-parameters.js';
import { filterParameters, shorthands } from './filter-parameters.js';
import { pascal } from '../schemas/names.js';

/** Everything that a route takes beside its body. */
export const parametersOf = (route: Route, dialect: Dialect, catalog: Catalog): readonly Parameter[] => [
  ...inUrl(route, dialect, catalog),
  ...conditionParameters(route),
  ...keyParameters(route),
];

function inUrl(route: Route, dialect: Dialect, catalog: Catalog): readonly Parameter[] {
  const { represents, query, path } = route;
  const inPath = pathParameters(path, catalog).map(({ name, resource }) => idParameter(name, resource));
  if (!represents || !query) return [...inPath, ...route.parameters];
  const { resource, filtersOf = resource } = represents;
  const shape = [
    ...fieldsParameters(resource, dialect, catalog),
    ...includeParameter(resource, dialect, catalog),
  ];
  if (query === 'one') return [...inPath, ...shape];
  return [
    ...inPath,
    ...pageParameters(dialect),
    ...sortParameter(resource, catalog),
    ...shape,
    ...filterParameters(filtersOf, catalog),
    ...(dialect.isPlain ? shorthands(resource) : []),
  ];
}

const idParameter = (name: string, resource: Resource): Parameter => ({
  key: `${pascal(resource.type)}Id`,
  name,
  in: 'path',
  required: true,
  description: resource.id.about,
  schema: identifierSchema(resource.id),
});

/** One of these words, or several with commas between them. */
const listOf = (words: readonly string[], most: number): string => {
  const word = `(${words.map((each) => each.replaceAll('.', '\\.')).join('|')})`;
  return `${word}(,${word}){0,${most - 1}}`;
};

function sortParameter(resource: Resource, catalog: Catalog): readonly Parameter[] {
  const words = sortable(resource, catalog);
  const usual = resource.defaultSort.join(',');
  return [
    inQuery(
      `${pascal(resource.type)}Sort`,
      'sort',
      `Up to five fields, each at most once, descending with \`-\` before it; nulls come last. Usually \`${usual}\`.`,
      {
        type: 'string',
        pattern: `^${listOf(
          words.map((word) => `-?${word}`),
          5,
        )}$`,
        maxLength: 500,
        examples: [usual],
      },
    ),
  ];
}

function fieldsParameters(resource: Resource, { isPlain }: Dialect, catalog: Catalog): readonly Parameter[] {
  const resources = isPlain ? [resource] : [...new Set([resource, ...reachable(resource, catalog)])];
  return resources.map(({ type, attributes, relationships }) => {
    const words = [...Object.keys(attributes), ...Object.keys(relationships)];
    return inQuery(
      `${pascal(type)}Fields`,
      `fields[${type}]`,
      `The fields of a ${type} to show; all without it.`,
      {
        type: 'string',
        pattern: `^(${listOf(words, 100)})?$`,
        maxLength: 2000,
        examples: [words.slice(0, 2).join(',')],
      },
    );
  });
}

function includeParameter(resource: Resource, { isPlain }: Dialect, catalog: Catalog): readonly Parameter[] {
  const paths = includePaths(resource, catalog);
  if (isPlain || paths.length === 0) return [];
  return [
    inQuery(
      `${pascal(resource.type)}Include`,
      'include',
      'Related records to answer with: up to five paths.',
      {
        type: 'string',
        pattern: `^(${listOf(paths, 5)})?$`,
        maxLength: 500,
        examples: [paths[0]],
      },
    ),
  ];
}

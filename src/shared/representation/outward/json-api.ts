import type { Included, Linkage, One, OperationResults, Page, Removed } from '../../reading/answer.js';
import type { OneQuery } from '../../query/list-query.js';
import type { Pair } from '../../query/flat-pairs.js';
import { AFTER, CURSORS } from '../../query/cursor-params.js';
import type { Row } from '../../query/resource.js';
import type { Links } from '../links.js';
import { pageLinks } from '../page-links.js';
import { CURSOR_PAGINATION, isByCursor, pageMeta } from './cursor-pagination.js';
import { toLinkage, toResourceObject } from './resource-object.js';
import { fieldsFor } from './shape.js';

/** The request that is answered: what the links of a document start from. */
export interface Address {
  readonly path: string;
  readonly parameters: readonly Pair[];
  /** Whether the answer is what stands at this address: it is the answer to GET or HEAD. */
  readonly isRead: boolean;
}

const jsonapi = { version: '1.1' };

/** `{"data": {…}}`, or `{"data": null}` where a relationship is empty. */
export function oneDocument(answer: One, links: Links, address: Address): object {
  const { resource, row, query, included, message } = answer;
  return {
    ...(message !== undefined && { meta: { message } }),
    data: row && toResourceObject(resource, fieldsFor(query, resource))(row, links),
    ...printIncluded(included, query, links),
    links: { self: selfOf(resource, row, links, address) },
    jsonapi,
  };
}

function selfOf(
  resource: One['resource'],
  row: Row | null,
  links: Links,
  { path, parameters, isRead }: Address,
): string {
  return isRead || !row || !resource.addressable ? links.to(path, parameters) : links.one(resource, row.id);
}

/** `{"data": […]}` with the links of the pages around it and, unless nobody counted, the true total. */
export function pageDocument(answer: Page, links: Links, { path, parameters }: Address): object {
  const { query, included } = answer;
  const at = (others: readonly Pair[]): string => links.to(path, others);
  const meta = pageMeta(answer);
  return {
    data: printRows(answer, links),
    ...printIncluded(included, query, links),
    links: { self: at(parametersOf(answer, parameters)), ...pageLinks(answer, parameters, at) },
    ...(Object.keys(meta).length > 0 && { meta }),
    jsonapi: isByCursor(answer) ? { ...jsonapi, profile: [CURSOR_PAGINATION] } : jsonapi,
  };
}

/** A page by cursor that only `Accept` asked for says so in its own link, which then leads to it without that header. */
function parametersOf({ query: { page } }: Page, parameters: readonly Pair[]): readonly Pair[] {
  if (page.style !== 'cursor' || parameters.some(([name]) => CURSORS.includes(name))) return parameters;
  return [...parameters, [AFTER, '']];
}

function printRows({ resource, rows, query, around }: Page, links: Links): readonly object[] {
  const print = toResourceObject(resource, fieldsFor(query, resource));
  const { cursors } = around;
  if (!cursors || query.page.style !== 'cursor') return rows.map((row) => print(row, links));
  return rows.map((row, index) => ({ ...print(row, links), meta: { page: { cursor: cursors[index] } } }));
}

export const removedDocument = ({ message }: Removed): object => ({ meta: { message }, jsonapi });

/** Not in any of the two representations alone: a list of operations is written and answered in this form only. */
export const resultsDocument = ({ results }: OperationResults): object => ({
  'atomic:results': results,
  jsonapi,
});

/** Which record a to-one relationship leads to. */
export function linkageDocument({ resource, ownerId, relationship, id }: Linkage, links: Links): object {
  const to = resource.relationships[relationship]?.to;
  return {
    data: to === undefined ? null : toLinkage(to, id),
    links: {
      self: links.relationship(resource, ownerId, relationship),
      related: links.related(resource, ownerId, relationship),
    },
    jsonapi,
  };
}

/** `included` is there whenever the client asked for it, be it empty. */
function printIncluded(included: readonly Included[], query: OneQuery, links: Links) {
  if (query.include === null && included.length === 0) return {};
  return {
    included: included.flatMap(({ resource, rows }) => {
      const print = toResourceObject(resource, fieldsFor(query, resource));
      return rows.map((row) => print(row, links));
    }),
  };
}

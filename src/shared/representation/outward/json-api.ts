import type { Included, Linkage, One, OperationResults, Page, Removed } from '../../reading/answer.js';
import type { OneQuery } from '../../query/list-query.js';
import type { Pair } from '../../query/flat-pairs.js';
import { AFTER, CURSORS } from '../../query/cursor-params.js';
import type { Row } from '../../query/resource.js';
import type { Links } from '../links.js';
import { pageLinks } from '../page-links.js';
import { CURSOR_PAGINATION, isByCursor, pageMeta } from './cursor-pagination.js';
import { resourceObject, toLinkage } from './resource-object.js';
import { fieldsFor } from './shape.js';

/** The request that is answered: what the links of a document start from. */
export interface Address {
  readonly path: string;
  readonly parameters: readonly Pair[];
  /** Whether the answer is what stands at this address: it is the answer to GET or HEAD. */
  readonly isRead: boolean;
}

const jsonapi = { version: '1.1' };

/** The members of a document in their order, each a text of JSON; those that are undefined are left out. */
function document(
  members: Readonly<Record<string, string | undefined>>,
  implementation: object = jsonapi,
): string {
  let text = '{';
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) text += `"${name}":${value},`;
  }
  return `${text}"jsonapi":${JSON.stringify(implementation)}}`;
}

/** `{"data": {…}}`, or `{"data": null}` where a relationship is empty. */
export function oneDocument(answer: One, links: Links, address: Address): string {
  const { resource, row, query, included, message } = answer;
  return document({
    meta: message === undefined ? undefined : JSON.stringify({ message }),
    data: row ? resourceObject(resource, fieldsFor(query, resource))(row, links) : 'null',
    included: printIncluded(included, query, links),
    links: JSON.stringify({ self: selfOf(resource, row, links, address) }),
  });
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
export function pageDocument(answer: Page, links: Links, { path, parameters }: Address): string {
  const { query, included } = answer;
  const at = (others: readonly Pair[]): string => links.to(path, others);
  const meta = pageMeta(answer);
  const hasMeta = Object.keys(meta).length > 0;
  const around = { self: at(parametersOf(answer, parameters)), ...pageLinks(answer, parameters, at) };
  const applied = isByCursor(answer) ? { ...jsonapi, profile: [CURSOR_PAGINATION] } : jsonapi;
  return document(
    {
      data: printRows(answer, links),
      included: printIncluded(included, query, links),
      links: JSON.stringify(around),
      meta: hasMeta ? JSON.stringify(meta) : undefined,
    },
    applied,
  );
}

/** A page by cursor that only `Accept` asked for says so in its own link, which then leads to it without that header. */
function parametersOf({ query: { page } }: Page, parameters: readonly Pair[]): readonly Pair[] {
  if (page.style !== 'cursor' || parameters.some(([name]) => CURSORS.includes(name))) return parameters;
  return [...parameters, [AFTER, '']];
}

function printRows({ resource, rows, query, around }: Page, links: Links): string {
  const write = resourceObject(resource, fieldsFor(query, resource));
  const cursors = query.page.style === 'cursor' ? around.cursors : null;
  return list(rows.map((row, index) => withCursor(write(row, links), cursors?.[index])));
}

/** Cursors are letters, digits, hyphens and underscores. */
const withCursor = (resource: string, cursor: string | undefined): string =>
  cursor === undefined ? resource : `${resource.slice(0, -1)},"meta":{"page":{"cursor":"${cursor}"}}}`;

const list = (items: readonly string[]): string => `[${items.join(',')}]`;

export const removedDocument = ({ message }: Removed): string =>
  document({ meta: JSON.stringify({ message }) });

/** Not in any of the two representations alone: a list of operations is written and answered in this form only. */
export const resultsDocument = ({ results }: OperationResults): string =>
  document({ 'atomic:results': JSON.stringify(results) });

/** Which record a to-one relationship leads to. */
export function linkageDocument({ resource, ownerId, relationship, id }: Linkage, links: Links): string {
  const to = resource.relationships[relationship]?.to;
  const around = {
    self: links.relationship(resource, ownerId, relationship),
    related: links.related(resource, ownerId, relationship),
  };
  return document({
    data: JSON.stringify(to === undefined ? null : toLinkage(to, id)),
    links: JSON.stringify(around),
  });
}

/** `included` is there whenever the client asked for it, be it empty. */
function printIncluded(included: readonly Included[], query: OneQuery, links: Links): string | undefined {
  if (query.include === null && included.length === 0) return undefined;
  return list(
    included.flatMap(({ resource, rows }) => {
      const write = resourceObject(resource, fieldsFor(query, resource));
      return rows.map((row) => write(row, links));
    }),
  );
}

import { hash } from 'node:crypto';
import { entityTag } from '../../conditions/entity-tags.js';
import { NotAcceptable } from '../../errors/errors.js';
import { Linkage, One, OperationResults, Page, Removed } from '../../reading/answer.js';
import type { Links } from '../links.js';
import { ATOMIC, extended, JSON_API, PLAIN_JSON } from '../media-type.js';
import type { Format } from '../negotiate.js';
import { linkHeader, pageLinks } from '../page-links.js';
import { profileHeader } from './cursor-pagination.js';
import {
  type Address,
  linkageDocument,
  oneDocument,
  pageDocument,
  removedDocument,
  resultsDocument,
} from './json-api.js';
import { onePlain, pagePlain, removedPlain } from './plain.js';

/** The answers that have two representations. */
export type Answer = One | Page | Removed | Linkage | OperationResults;

/** A document as text, with the headers that describe it. */
export interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** JSON:API's media type never has a `charset`. */
export const CONTENT_TYPE: Readonly<Record<Format, string>> = {
  jsonapi: JSON_API,
  plain: `${PLAIN_JSON}; charset=utf-8`,
};

/** How a document is labelled that may use an extension of JSON:API. */
export const contentType = (format: Format, extension: string | null): string =>
  extension !== null && format === 'jsonapi' ? extended(extension) : CONTENT_TYPE[format];

const ANSWERS = [One, Page, Removed, Linkage, OperationResults];

export const isAnswer = (value: unknown): value is Answer => ANSWERS.some((each) => value instanceof each);

/** Writes an answer in the negotiated representation. Throws 406 for linkage in plain JSON, which has none. */
export function serialise(answer: Answer, format: Format, links: Links, address: Address): Written {
  const text = write(answer, format, links, address);
  const headers = {
    'content-type': contentType(format, answer instanceof OperationResults ? ATOMIC : null),
    ...listHeaders(answer, format, links, address),
    ...tagHeader(answer, text, (silent) => write(silent, format, links, address)),
  };
  return { headers, text };
}

function write(answer: Answer, format: Format, links: Links, address: Address): string {
  return format === 'jsonapi' ? toJsonApi(answer, links, address) : toPlain(answer);
}

/**
 * A strong ETag of a record that has versions: its version, and what a read shows of it to this caller in this
 * representation. The answer to a change has the ETag of the read that could follow it.
 */
function tagHeader(answer: Answer, text: string, rewrite: (answer: One) => string): Record<string, string> {
  if (!(answer instanceof One) || answer.version === null) return {};
  const read = answer.message === undefined ? text : rewrite(answer.silent());
  return { etag: `"${entityTag(answer.version, hash('sha256', read, 'base64url').slice(0, HASH_LENGTH))}"` };
}

/** 132 bits. */
const HASH_LENGTH = 22;

function toJsonApi(answer: Answer, links: Links, address: Address): string {
  if (answer instanceof One) return oneDocument(answer, links, address);
  if (answer instanceof Page) return pageDocument(answer, links, address);
  if (answer instanceof Removed) return removedDocument(answer);
  if (answer instanceof Linkage) return linkageDocument(answer, links);
  return resultsDocument(answer);
}

function toPlain(answer: Answer): string {
  if (answer instanceof One) return onePlain(answer);
  if (answer instanceof Page) return pagePlain(answer);
  if (answer instanceof Removed) return removedPlain(answer);
  if (answer instanceof OperationResults) return resultsDocument(answer);
  throw new NotAcceptable(`Linkage exists in ${JSON_API} only.`);
}

/** What a plain list says in headers, having no room for it in the body; and what its pages are made after. */
function listHeaders(
  answer: Answer,
  format: Format,
  links: Links,
  { path, parameters }: Address,
): Record<string, string> {
  if (!(answer instanceof Page)) return {};
  if (format === 'jsonapi') return profileHeader(answer);
  const around = pageLinks(answer, parameters, (others) => links.to(path, others));
  return {
    ...(answer.count !== null && { 'x-total-count': String(answer.count) }),
    link: linkHeader(around),
  };
}

/** Where a record has its own page: `Location` of what was just created. */
export function locationOf(answer: Answer, links: Links): string | null {
  if (!(answer instanceof One) || !answer.row || !answer.resource.addressable) return null;
  return links.one(answer.resource, answer.row.id);
}

import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { BadRequest, UnsupportedMediaType } from '../../errors/errors.js';
import {
  extended,
  JSON_API,
  knowsParameters,
  type MediaType,
  parseMediaType,
  PLAIN_JSON,
  usesExtension,
} from '../media-type.js';

const MAX_DEPTH = 32;
/** No document of ours needs as many in one object; each that is unknown is told, and a million bytes hold 100 000. */
const MAX_MEMBERS = 200;
const utf8 = new TextDecoder('utf-8');

/**
 * Reads the bytes of a body as JSON; zero bytes are no body, whatever the headers say. `extension` is the one of JSON:API
 * that the route's documents use. Throws 415 for media types and codings that we do not read, and 400 for what is no
 * JSON, is nested deeper than 32, or has an object with more than 200 members.
 */
export function readBody(
  headers: IncomingHttpHeaders,
  bytes: Uint8Array,
  extension: string | null = null,
): unknown {
  if (bytes.length === 0) return undefined;
  checkCoding(headers['content-encoding']);
  checkType(headers['content-type'], extension);
  const body = parseJson(bytes);
  checkExtent(body, MAX_DEPTH);
  return body;
}

function checkCoding(coding: string | undefined): void {
  if (coding !== undefined)
    throw new UnsupportedMediaType('Bodies are read without any coding.', 'Content-Encoding');
}

function checkType(header: string | undefined, extension: string | null): void {
  if (header === undefined || header.trim() === '') return;
  const type = parseMediaType(header);
  if (type?.name === PLAIN_JSON && saysUtf8(type)) return;
  if (extension !== null) checkExtension(type, extension);
  if (type?.name === JSON_API && knowsParameters(type, extension)) return;
  if (type?.name === JSON_API) {
    throw new UnsupportedMediaType(
      `${JSON_API} takes no parameters but \`profile\` and extensions that are known here.`,
    );
  }
  throw new UnsupportedMediaType(`Send ${JSON_API}, or ${PLAIN_JSON} in UTF-8.`);
}

function checkExtension(type: MediaType | null, extension: string): void {
  if (type?.name === JSON_API && usesExtension(type, extension)) return;
  throw new UnsupportedMediaType(`Send ${extended(extension)}, or ${PLAIN_JSON} in UTF-8.`);
}

const saysUtf8 = ({ parameters }: MediaType): boolean =>
  /^utf-?8$/i.test(parameters.get('charset') ?? 'utf-8');

function parseJson(bytes: Uint8Array): unknown {
  if (!isUtf8(bytes)) throw malformed('The body is not UTF-8.');
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    if (error instanceof SyntaxError) throw malformed('The body is not JSON.');
    throw error;
  }
}

function checkExtent(value: unknown, levels: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) throw malformed(`The body is nested deeper than ${MAX_DEPTH}.`);
  const members: readonly unknown[] = Object.values(value);
  if (!Array.isArray(value) && members.length > MAX_MEMBERS)
    throw malformed(`An object of the body has more than ${MAX_MEMBERS} members.`);
  for (const each of members) checkExtent(each, levels - 1);
}

const malformed = (detail: string): BadRequest => new BadRequest(detail, 'MALFORMED_BODY');

import {
  JSON_API,
  knowsParameters,
  type MediaType,
  parseMediaType,
  parseMediaTypes,
  PLAIN_JSON,
} from './media-type.js';
import { isObject } from './is-object.js';

/** The two representations that every resource has. */
export type Format = 'jsonapi' | 'plain';

/** What of a request decides how it is answered. */
export interface Signals {
  readonly accept: string | undefined;
  readonly contentType: string | undefined;
  /** Whether the request has a body of at least one byte. */
  readonly hasBody: boolean;
  /** The body as it was parsed; undefined where it never was (it was malformed, or refused unread). */
  readonly body: unknown;
  /** The headers that carried a token, whatever it was worth. */
  readonly accessToken: boolean;
  readonly bearer: boolean;
}

export interface Negotiated {
  readonly format: Format;
  /** False where `Accept` names neither representation: 406, in this format. */
  readonly acceptable: boolean;
}

/**
 * Which representation answers: by `Accept`, then the body, then the credential, then JSON:API. `extension` is what the
 * route's documents use of JSON:API's extensions: a client that accepts JSON:API as such accepts that, too.
 */
export function negotiate(signals: Signals, extension: string | null = null): Negotiated {
  const wish = parseAccept(signals.accept, extension);
  if (wish.prefers) return { format: wish.prefers, acceptable: true };
  const format = byBody(signals) ?? byCredential(signals) ?? 'jsonapi';
  return { format, acceptable: wish.acceptable };
}

interface Wish {
  readonly prefers: Format | null;
  readonly acceptable: boolean;
}

const NO_WISH: Wish = { prefers: null, acceptable: true };
const REFUSAL: Wish = { prefers: null, acceptable: false };

/** What `Accept` says of our two types: one by name, either, or neither. */
function parseAccept(header: string | undefined, extension: string | null): Wish {
  if (header === undefined || header.trim() === '') return NO_WISH;
  const key = extension === null ? header : `${extension} ${header}`;
  const known = wishes.get(key);
  if (known) return known;
  const wish = weigh(parseMediaTypes(header), extension);
  if (header.length <= LONGEST_KEPT && wishes.size < MOST_KEPT) wishes.set(key, wish);
  return wish;
}

/** Clients say the same few things over and over; the bounds keep strange ones from filling the memory. */
const wishes = new Map<string, Wish>();
const LONGEST_KEPT = 200;
const MOST_KEPT = 200;

function weigh(types: readonly MediaType[], extension: string | null): Wish {
  const ours = types.filter(({ name }) => name === JSON_API);
  const jsonapi = bestOf(ours.filter((type) => knowsParameters(type, extension)));
  const plain = bestOf(types.filter(({ name }) => name === PLAIN_JSON));
  if (plain > 0 && plain > jsonapi) return { prefers: 'plain', acceptable: true };
  if (jsonapi > 0) return { prefers: 'jsonapi', acceptable: true };
  // JSON:API asks for 406 where its media type is named with unknown parameters only, whatever wildcards stand beside.
  if (ours.length > 0 && jsonapi === NOT_NAMED) return REFUSAL;
  return byWildcard(wildcardOf(types), jsonapi, plain);
}

function byWildcard(wildcard: number, jsonapi: number, plain: number): Wish {
  if (wildcard <= 0 || (jsonapi === 0 && plain === 0)) return REFUSAL;
  if (jsonapi === 0) return { prefers: 'plain', acceptable: true };
  if (plain === 0) return { prefers: 'jsonapi', acceptable: true };
  return NO_WISH;
}

const NOT_NAMED = -1;
const bestOf = (types: readonly MediaType[]): number =>
  Math.max(NOT_NAMED, ...types.map(({ quality }) => quality));

/** The narrower range counts: `application/*;q=0` refuses what a wide range beside it allows. */
function wildcardOf(types: readonly MediaType[]): number {
  const narrow = bestOf(types.filter(({ name }) => name === 'application/*'));
  return narrow === NOT_NAMED ? bestOf(types.filter(({ name }) => name === '*/*')) : narrow;
}

function byBody({ hasBody, body, contentType }: Signals): Format | null {
  if (!hasBody) return null;
  if (body !== undefined) return bodyForm(contentType, body);
  return isJsonApi(contentType) ? 'jsonapi' : null;
}

/** In which form a body is written: as its media type says, else as it looks. */
export function bodyForm(contentType: string | undefined, body: unknown): Format {
  return isJsonApi(contentType) || looksLikeJsonApi(body) ? 'jsonapi' : 'plain';
}

const isJsonApi = (contentType: string | undefined): boolean =>
  contentType !== undefined && parseMediaType(contentType)?.name === JSON_API;

function looksLikeJsonApi(body: unknown): boolean {
  if (!isObject(body)) return false;
  if (Object.hasOwn(body, 'atomic:operations')) return true;
  if (!Object.hasOwn(body, 'data')) return false;
  const { data } = body;
  return data === null || Array.isArray(data) || (isObject(data) && Object.hasOwn(data, 'type'));
}

function byCredential({ accessToken, bearer }: Signals): Format | null {
  if (accessToken) return 'plain';
  return bearer ? 'jsonapi' : null;
}

import type { BenchRequest } from '../cases/request.js';
import type { Club } from '../data/club.js';

/** What an answer must tell, however it says it: which records, in which order, and of how many. */
export interface Essence {
  /** Of a login: its token. */
  readonly ids: readonly string[];
  /** Null where it was not asked for. */
  readonly count: number | null;
}

/** The request of a peer that comes nearest to one of Kitroom's. */
export type Translate = (request: BenchRequest, club: Club) => BenchRequest;

/** Another server on the same data: what it is asked instead of what Kitroom is asked. */
export interface Peer {
  readonly name: string;
  /** Its folder beside this file. */
  readonly folder: string;
  /** By the names of cases; those that it cannot answer are missing. */
  readonly translate: Readonly<Record<string, Translate>>;
  /** Cases whose pages begin near Kitroom's rather than at the same record. */
  readonly sizeAlone?: readonly string[];
  /** Throws an error where the answer holds none, as one that only says what went wrong. */
  readonly essenceOf: (body: unknown) => Essence;
}

/** The attributes of a run that is posted. */
export function attributesOf({ body }: BenchRequest): Readonly<Record<string, unknown>> {
  const { data } = body as { data: { attributes: Record<string, unknown> } };
  return data.attributes;
}

/** The parameters of a request's query. */
export const parametersOf = ({ path }: BenchRequest): URLSearchParams =>
  new URLSearchParams(path.slice(path.indexOf('?')));

/** The last part of a path without a query. */
export const idOf = ({ path }: BenchRequest): string => path.slice(path.lastIndexOf('/') + 1);

/** The text that the descriptions of items must contain. */
export const containedText = (request: BenchRequest): string =>
  parametersOf(request).get('filter[description][icontains]') ?? '';

/** The values of the nested filter, by the names of what they are compared with. */
export function comparedWith(request: BenchRequest): Readonly<Record<string, string | number>> {
  const found: Record<string, string | number> = {};
  JSON.parse(parametersOf(request).get('filter') ?? '', (_key, node: FilterNode | null) => {
    if (node?.name !== undefined && node.val !== undefined) found[node.name] = node.val;
    return node;
  });
  return found;
}

interface FilterNode {
  readonly name?: string;
  readonly val?: string | number;
}

/** The place after which a page by cursor begins: how many records come before the page, and the last one of them. */
export function placeOf(request: BenchRequest, { deep, runs }: Club) {
  const cursor = Buffer.from(parametersOf(request).get('page[after]') ?? '', 'base64url');
  const [, at = '', id = ''] = JSON.parse(cursor.toString()) as readonly string[];
  const index = deep.findIndex(([, known]) => known === id);
  return { at, id, before: Math.floor(runs / 2) + index + 1 };
}

/** `start_time` as JavaScript and GraphQL have it. */
export const toCamel = (name: string): string =>
  name.replace(/_[a-z]/g, ([, letter = '']) => letter.toUpperCase());

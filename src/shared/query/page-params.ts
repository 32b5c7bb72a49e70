import { BadParameter } from '../errors/errors.js';
import type { Pair } from './flat-pairs.js';
import type { PageWindow } from './list-query.js';

export const DEFAULT_SIZE = 20;
export const MOST = 1000;

const NUMBERED = ['page[number]', 'page[size]'];
const CURSORS = ['page[after]', 'page[before]'];
export const PAGE_PARAMETERS: readonly string[] = [...NUMBERED, ...CURSORS];
/** In plain JSON only. */
export const PLAIN_PAGE_PARAMETERS: readonly string[] = ['limit', 'offset'];

/**
 * Which rows a list answers: 20 unless said otherwise, and in plain JSON up to 1000 where nothing was said. Throws
 * BadParameter.
 */
export function parsePage(pairs: readonly Pair[], plain: boolean): PageWindow {
  const given = new Map(pairs);
  refuseMixed(given);
  const cursor = CURSORS.find((name) => given.has(name));
  if (cursor) throw new BadParameter(cursor, 'There are no cursors yet: use page[number] and page[size].');
  const isNumbered = NUMBERED.some((name) => given.has(name));
  if (isNumbered) return numberedPage(given);
  const isOffset = PLAIN_PAGE_PARAMETERS.some((name) => given.has(name));
  if (isOffset) return offsetPage(given);
  if (plain) return { style: 'offset', offset: 0, limit: MOST };
  return { style: 'number', offset: 0, limit: DEFAULT_SIZE };
}

function numberedPage(given: ReadonlyMap<string, string>): PageWindow {
  const limit = readCount(given, 'page[size]', 1, MOST) ?? DEFAULT_SIZE;
  const number = readCount(given, 'page[number]', 1, Math.floor(Number.MAX_SAFE_INTEGER / MOST)) ?? 1;
  return { style: 'number', offset: (number - 1) * limit, limit };
}

function offsetPage(given: ReadonlyMap<string, string>): PageWindow {
  const limit = readCount(given, 'limit', 1, MOST) ?? DEFAULT_SIZE;
  const offset = readCount(given, 'offset', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  return { style: 'offset', offset, limit };
}

function readCount(given: ReadonlyMap<string, string>, name: string, least: number, most: number) {
  const text = given.get(name);
  if (text === undefined) return null;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (number >= least && number <= most) return number;
  throw new BadParameter(name, `"${name}" must be a whole number from ${least} to ${most}.`);
}

function refuseMixed(given: ReadonlyMap<string, string>): void {
  const paged = PAGE_PARAMETERS.find((name) => given.has(name));
  const offset = PLAIN_PAGE_PARAMETERS.find((name) => given.has(name));
  if (paged && offset) throw new BadParameter(offset, `"${offset}" and "${paged}" are two styles: use one.`);
  const cursor = CURSORS.find((name) => given.has(name));
  if (cursor && given.has('page[number]')) {
    throw new BadParameter(cursor, `"${cursor}" and "page[number]" are two styles: use one.`);
  }
}

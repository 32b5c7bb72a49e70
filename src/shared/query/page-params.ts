import { BadParameter } from '../errors/errors.js';
import { AFTER, CURSORS, type CursorContext, hasCursors, parseCursors } from './cursor-params.js';
import type { Pair } from './flat-pairs.js';
import type { CursorWindow, OffsetWindow, PageWindow } from './page-window.js';
import { MaxSizeExceeded } from './page-problems.js';

export const DEFAULT_SIZE = 20;
export const MOST = 1000;
/** How many rows a page skips at most: PostgreSQL walks over each of them. Cursors go on from there. */
export const MOST_OFFSET = 100_000;

const NUMBERED = ['page[number]', 'page[size]'];
/** With `false` nobody counts the list. */
export const PAGE_COUNT = 'page[count]';
/** Those that say which page is meant. */
const PLACES: readonly string[] = [...NUMBERED, ...CURSORS];
export const PAGE_PARAMETERS: readonly string[] = [...PLACES, PAGE_COUNT];
/** In plain JSON only. */
export const PLAIN_PAGE_PARAMETERS: readonly string[] = ['limit', 'offset'];

type Given = ReadonlyMap<string, string>;

/** What pages are read against. */
export interface PageContext extends CursorContext {
  /** Whether the client likes pages by cursor better, where its parameters leave that open. */
  readonly likesCursors?: boolean;
}

/**
 * Which rows a list answers: 20 unless said otherwise, and in plain JSON up to 1000 where nothing was said. Throws
 * BadParameter.
 */
export function parsePage(pairs: readonly Pair[], plain: boolean, context: PageContext): PageWindow {
  const given = new Map(pairs);
  refuseMixed(given);
  const counted = readCounted(given);
  if (CURSORS.some((name) => given.has(name))) return cursorPage(given, counted, context);
  if (context.likesCursors && !given.has('page[number]') && hasCursors(context)) {
    return cursorPage(new Map([...given, [AFTER, '']]), counted, context);
  }
  if (NUMBERED.some((name) => given.has(name))) return numberedPage(given, counted);
  if (PLAIN_PAGE_PARAMETERS.some((name) => given.has(name))) return offsetPage(given, counted);
  if (plain) return { style: 'offset', offset: 0, limit: MOST, counted };
  return { style: 'number', offset: 0, limit: DEFAULT_SIZE, counted };
}

function cursorPage(given: Given, counted: boolean, context: CursorContext): CursorWindow {
  const isRange = CURSORS.every((name) => given.has(name));
  const limit = readSize(given, 'page[size]') ?? (isRange ? MOST : DEFAULT_SIZE);
  return { style: 'cursor', ...parseCursors(context, given), limit, counted };
}

function numberedPage(given: Given, counted: boolean): OffsetWindow {
  const limit = readSize(given, 'page[size]') ?? DEFAULT_SIZE;
  const number = readWhole(given, 'page[number]', 1) ?? 1;
  const offset = (number - 1) * limit;
  refuseDeep('page[number]', offset);
  return { style: 'number', offset, limit, counted };
}

function offsetPage(given: Given, counted: boolean): OffsetWindow {
  const limit = readSize(given, 'limit') ?? DEFAULT_SIZE;
  const offset = readWhole(given, 'offset', 0) ?? 0;
  refuseDeep('offset', offset);
  return { style: 'offset', offset, limit, counted };
}

function readSize(given: Given, name: string): number | null {
  const size = readWhole(given, name, 1, ` to ${MOST}`);
  if (size !== null && size > MOST) throw new MaxSizeExceeded(name, MOST);
  return size;
}

function readWhole(given: Given, name: string, least: number, upTo = ''): number | null {
  const text = given.get(name);
  if (text === undefined) return null;
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= least) return number;
  throw new BadParameter(name, `"${name}" must be a whole number from ${least}${upTo}.`);
}

function refuseDeep(name: string, offset: number): void {
  if (offset <= MOST_OFFSET) return;
  const detail = `No page begins more than ${MOST_OFFSET} records deep: walk there with page[after], which costs the same at any depth.`;
  throw new BadParameter(name, detail, { allowed: CURSORS });
}

function readCounted(given: Given): boolean {
  const text = given.get(PAGE_COUNT) ?? null;
  if (text === null || text === 'false') return text === null;
  throw new BadParameter(PAGE_COUNT, `"${PAGE_COUNT}" can be false only: without it the list is counted.`, {
    allowed: ['false'],
  });
}

function refuseMixed(given: Given): void {
  const paged = PLACES.find((name) => given.has(name));
  const offset = PLAIN_PAGE_PARAMETERS.find((name) => given.has(name));
  if (paged && offset) throw new BadParameter(offset, `"${offset}" and "${paged}" are two styles: use one.`);
  const cursor = CURSORS.find((name) => given.has(name));
  if (cursor && given.has('page[number]')) {
    throw new BadParameter(cursor, `"${cursor}" and "page[number]" are two styles: use one.`);
  }
}

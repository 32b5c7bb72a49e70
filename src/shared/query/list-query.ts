import type { Filter } from './filter/filter.js';

/** A column to order by: an attribute, a to-one relationship or `id` of the resource itself. */
export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

/** Which rows of the ordered list, and how the client said so. */
export type PageWindow = OffsetWindow | CursorWindow;

interface Sized {
  /** The most rows that are answered. */
  readonly limit: number;
  /** Whether the true total is told; without it nobody counts. */
  readonly counted: boolean;
}

/** Rows by their number in the list. */
export interface OffsetWindow extends Sized {
  readonly style: 'number' | 'offset';
  readonly offset: number;
}

/** Rows by what they stand next to: the first ones after a position, the last ones before one, or those between two. */
export interface CursorWindow extends Sized {
  readonly style: 'cursor';
  /** Null: from the start of the list. */
  readonly after: Position | null;
  /** Null: to the end of the list. */
  readonly before: Position | null;
  /** Whether the page ends at `before`; otherwise it begins at `after`. */
  readonly backward: boolean;
}

/** A place in an ordered list: the values of all its sort keys and the id, as text. */
export type Position = readonly (string | null)[];

/** What a client may say about one record: which fields, and which related records beside it. */
export interface OneQuery {
  /** By resource type: the fields to show; a type that is absent shows all. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** Relationship paths, each as its steps; null where the client sent no `include`. */
  readonly include: readonly (readonly string[])[] | null;
}

/** A query string, checked against a resource: nothing in it needs a second look. */
export interface ListQuery extends OneQuery {
  readonly page: PageWindow;
  readonly sort: readonly SortKey[];
  readonly filter: Filter | null;
  /** The parameters as they were sent, decoded, for the links of the pages. */
  readonly parameters: readonly (readonly [string, string])[];
}

export const EVERYTHING: OneQuery = { fields: new Map(), include: null };

import type { Filter } from './filter/filter.js';
import type { PageWindow } from './page-window.js';

/** A column to order by: an attribute, a to-one relationship or `id` of the resource itself. */
export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}

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

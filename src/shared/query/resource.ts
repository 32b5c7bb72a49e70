import sql, { type Sql, raw } from 'sql-template-tag';
import type { Attribute, Bounds } from './attribute.js';
import type { Parameter } from './parameter.js';

/** Who is looking: what a query must know of the caller to show no more than they may see. */
export interface Viewer {
  /** A value for statements. */
  readonly id: string | Parameter;
  /** The session in which they look, where there is one. */
  readonly sessionId?: string;
  /** Equal for viewers of whom every question below has the same answer. */
  readonly rights: string;
  readonly mode: string;
  may(permission: string): boolean;
}

export interface ToOne {
  readonly kind: 'one';
  /** The type of the related resource. */
  readonly to: string;
  readonly about: string;
  readonly nullable: boolean;
  /** The related row's key (its resource's `key` column) as this viewer may know it. */
  readonly key: (row: Sql, viewer: Viewer) => Sql;
  /** Whether this viewer may name the related resource's attributes in a filter; everybody where absent. */
  readonly reach?: (viewer: Viewer) => boolean;
}

export interface ToMany {
  readonly kind: 'many';
  readonly to: string;
  readonly about: string;
  /** When a related row belongs to this one. */
  readonly on: (row: Sql, related: Sql) => Sql;
}

export type Relationship = ToOne | ToMany;

/** How a record is named on the wire. */
export interface Identifier extends Bounds {
  readonly column: string;
  readonly kind: 'text' | 'integer' | 'uuid';
  readonly about: string;
  readonly ignoreCase?: boolean;
  /** The body field that a client-made id becomes; absent where clients make none (403). */
  readonly clientField?: string;
}

/** A number that the database makes, one after the other. */
export const COUNTED: Identifier = {
  column: 'id',
  kind: 'integer',
  about: 'Counts up.',
  pattern: '^[1-9][0-9]{0,18}$',
  maxLength: 19,
  example: '1',
};

/**
 * What the outside may see, filter, sort and select of a table. What is not named here does not exist for it: names in
 * SQL come from these definitions only. Attribute and relationship names are those on the wire and in SQL.
 */
export interface Resource<
  A extends Readonly<Record<string, Attribute>> = Readonly<Record<string, Attribute>>,
  R extends Readonly<Record<string, Relationship>> = Readonly<Record<string, Relationship>>,
> {
  /** `loan-item`: JSON:API's `type`, and the name of one in plain JSON. */
  readonly type: string;
  /** `loan-items`: the name of many, and the first segment of the path. */
  readonly collection: string;
  /** `Loan item`: for messages. */
  readonly title: string;
  readonly about: string;
  readonly table: string;
  /** The column that foreign keys point at. */
  readonly key: string;
  readonly id: Identifier;
  readonly attributes: A;
  readonly relationships: R;
  /** As `sort` takes it: `['-start_time']`. Ties are broken by id, in the direction of the last key. */
  readonly defaultSort: readonly string[];
  /** Further tables that attributes need, each LEFT JOINed to the row under a name made by `within`. */
  readonly joins?: (row: Sql) => Sql;
  /** The ownership rule, said once: a condition on the row that lists, reads, includes and filters all start from. */
  readonly visibleTo: (viewer: Viewer, row: Sql) => Sql;
  /** How many rows `visibleTo` leaves, as an expression, where that is known without counting them. */
  readonly tally?: (viewer: Viewer) => Sql;
  /** Names that lists in plain JSON take as parameters, each short for a condition: `loanedto=bob`. */
  readonly plainFilters?: Readonly<Record<string, { readonly field: string; readonly op: string }>>;
  /** Whether a record has a page of its own that `links.self` can name. */
  readonly addressable: boolean;
  /** Whether its table has a `version` that grows with each change, which makes ETags and guards `If-Match`. */
  readonly versioned: boolean;
  /** What tells its states apart for a viewer who may not know of each of them; the column where absent. */
  readonly versionFor?: (row: Sql, viewer: Viewer) => Sql;
}

/** What differs between any two states of a record that a viewer may tell apart. */
export const versionOf = (resource: Resource, row: Sql, viewer: Viewer): Sql =>
  resource.versionFor?.(row, viewer) ?? sql`${row}.version`;

type Defaults = 'key' | 'relationships' | 'addressable' | 'defaultSort' | 'versioned';

/**
 * Defines a resource; the key is `id`, there are no relationships and no versions, and the order is by id unless said
 * otherwise.
 */
export function defineResource<
  const A extends Readonly<Record<string, Attribute>>,
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no names at all: what is meant
  const R extends Readonly<Record<string, Relationship>> = Record<never, Relationship>,
>(definition: Omit<Resource<A, R>, Defaults> & Partial<Pick<Resource<A, R>, Defaults>>): Resource<A, R> {
  return {
    key: 'id',
    relationships: {} as R,
    addressable: true,
    defaultSort: ['id'],
    versioned: false,
    ...definition,
  };
}

export const toOne = (to: string, options: Omit<ToOne, 'kind' | 'to' | 'nullable'>): ToOne => ({
  kind: 'one',
  to,
  nullable: false,
  ...options,
});

export const toOneOrNone = (to: string, options: Omit<ToOne, 'kind' | 'to' | 'nullable'>): ToOne => ({
  ...toOne(to, options),
  nullable: true,
});

export const toMany = (to: string, options: Omit<ToMany, 'kind' | 'to'>): ToMany => ({
  kind: 'many',
  to,
  ...options,
});

/** The alias of a table that belongs to a row: the open loan of an item, say. */
export const within = (row: Sql, name: string): Sql => raw(`${row.text}_${name}`);

type ValueOf<A> = A extends Attribute<infer T> ? T : never;
type ToOneNames<R> = { [K in keyof R]: R[K] extends ToOne ? K : never }[keyof R];

/** One record as the read path carries it: values by their names on the wire, related records by their ids. */
export type Row<X extends Resource = Resource> = { readonly id: string } & {
  readonly [K in keyof X['attributes']]: ValueOf<X['attributes'][K]>;
} & { readonly [K in ToOneNames<X['relationships']>]: string | null };

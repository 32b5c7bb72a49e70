import type { Resource, Row } from '../query/resource.js';
import type { ListQuery, OneQuery } from '../query/list-query.js';
import { VERSION } from '../query/select.js';

/** Records of other types that the client asked to have beside the primary ones. */
export interface Included {
  readonly resource: Resource;
  readonly rows: readonly Row[];
}

/** One record with what it was asked with, or the null of an empty relationship. */
export class One<X extends Resource = Resource> {
  constructor(
    readonly resource: Resource,
    readonly row: Row<X> | null,
    readonly query: OneQuery,
    readonly included: readonly Included[] = [],
    /** What people are told beside it: `Successfully registered.` */
    readonly message?: string,
    /** Plain JSON answers the message alone (a change of nothing but the password). */
    readonly messageOnly = false,
  ) {}

  /** How often the record was changed, as it was read; null where its resource has no versions. */
  get version(): string | null {
    return (this.row as { readonly [VERSION]?: string } | null)?.[VERSION] ?? null;
  }

  saying(message: string, messageOnly = false): One<X> {
    return new One<X>(this.resource, this.row, this.query, this.included, message, messageOnly);
  }

  /** As a read answers it. */
  silent(): One<X> {
    return new One<X>(this.resource, this.row, this.query, this.included);
  }
}

/** What is known of a list around a page of it. */
export interface Surroundings {
  /** Whether there are further rows in the direction in which the page was read, where it was read for that. */
  readonly more: boolean;
  /** Each row's own cursor; null where the page has none. */
  readonly cursors: readonly string[] | null;
}

const NOTHING_KNOWN: Surroundings = { more: false, cursors: null };

/** A page of records, the true total (null where the client wanted none), and the query that asked for it. */
export class Page<X extends Resource = Resource> {
  constructor(
    readonly resource: Resource,
    readonly rows: readonly Row<X>[],
    readonly count: number | null,
    readonly query: ListQuery,
    readonly included: readonly Included[] = [],
    readonly around: Surroundings = NOTHING_KNOWN,
  ) {}
}

/** A record that was just deleted, as it last was. */
export class Removed<X extends Resource = Resource> {
  constructor(
    readonly resource: Resource,
    readonly row: Row<X>,
    readonly message = `${resource.title} successfully deleted.`,
  ) {}
}

/** What each of a list of operations came to, in their order, as JSON:API's result objects. */
export class OperationResults {
  constructor(readonly results: readonly object[]) {}
}

/** The linkage of a to-one relationship: which record, not what is in it. */
export class Linkage {
  constructor(
    readonly resource: Resource,
    readonly ownerId: string,
    readonly relationship: string,
    readonly id: string | null,
  ) {}
}

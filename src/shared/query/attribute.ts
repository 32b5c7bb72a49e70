import type { Sql } from 'sql-template-tag';

/** How a value is stored, compared and printed. `names` is a set of names: it only knows membership. */
export type Kind = 'text' | 'uuid' | 'integer' | 'decimal' | 'time' | 'date' | 'boolean' | 'json' | 'names';

/** What the OpenAPI documents add to a kind (JSON Schema keywords). */
export interface Bounds {
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly example?: unknown;
}

interface Options extends Bounds {
  /** What clients read about it in the documents. */
  readonly about: string;
  /** The SQL of its value for the row with this alias; the column of the same name where absent. */
  readonly sql?: (row: Sql) => Sql;
  /** By value: the rows that have it, as conditions that indexes answer. Each row fits one of them, and none is null. */
  readonly cases?: Readonly<Record<string, (row: Sql) => Sql>>;
  readonly filter?: boolean;
  readonly sort?: boolean;
  /** What it is ordered by where that is not its value: the number behind a decimal string. */
  readonly order?: (row: Sql) => Sql;
  /** Equality and membership ignore case. */
  readonly ignoreCase?: boolean;
  /** Other spellings of a value that filters accept, to the one that is stored. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** The name of an OpenAPI schema for a structured (`json`) value, and that schema. */
  readonly schema?: { readonly name: string; readonly properties: Readonly<Record<string, unknown>> };
}

/** One attribute of a resource; `T` is the value as a row carries it. */
export interface Attribute<T = unknown> extends Options {
  readonly kind: Kind;
  readonly nullable: boolean;
  /** For the compiler only: never set. */
  readonly value?: T;
}

const attribute =
  <T>(kind: Kind) =>
  (options: Options): Attribute<T> => ({ kind, nullable: false, ...options });

export const text = attribute<string>('text');
/** A whole number, of metres or seconds or things. */
export const integer = attribute<number>('integer');
/** A number with a fraction. */
export const decimal = attribute<number>('decimal');
/** An instant: ISO 8601 in UTC with milliseconds. */
export const time = attribute<string>('time');
/** A calendar day without a zone, `2020-01-24`. */
export const date = attribute<string>('date');
export const truth = attribute<boolean>('boolean');
export const names = attribute<readonly string[]>('names');
export const json = <T extends object>(options: Options): Attribute<T> =>
  attribute<T>('json')({ filter: false, sort: false, ...options });

/** The same attribute where it may be null. */
export const optional = <T>(of: Attribute<T>): Attribute<T | null> => ({
  ...of,
  nullable: true,
  value: null,
});

import type { Numeric, ToMany, ToOne } from './filter-kinds.js';
import type { FilterFields } from './generated/fields.js';
import type { ResourceName } from './resources.js';

type Fields<Name extends ResourceName> = FilterFields[Name];
type Range = Numeric['kind'];
type Ordered = Range | 'text';
type Nullable = Ordered | 'truth';
type Scalar = Nullable | 'names';

/** The fields of a resource whose kind is one of `Kind`. */
type Own<Name extends ResourceName, Kind extends string> = {
  [Field in keyof Fields<Name>]: Fields<Name>[Field] extends { readonly kind: Kind } ? Field : never;
}[keyof Fields<Name>] &
  string;

type Related<Name extends ResourceName, Link> = {
  [Field in keyof Fields<Name>]: Fields<Name>[Field] extends Link ? Field : never;
}[keyof Fields<Name>] &
  string;

/** What a relationship leads to. */
type Target<Name extends ResourceName, Field> = Field extends keyof Fields<Name>
  ? Fields<Name>[Field] extends { readonly to: infer To extends ResourceName }
    ? To
    : never
  : never;

/** A field, or one of the record that a to-one relationship leads to: `user.email`. */
type Path<Name extends ResourceName, Kind extends string> =
  | Own<Name, Kind>
  | {
      [Field in Related<Name, ToOne<string>>]: `${Field}.${Own<Target<Name, Field>, Kind>}`;
    }[Related<Name, ToOne<string>>];

type KindAt<Name extends ResourceName, At> = At extends keyof Fields<Name>
  ? Fields<Name>[At]
  : At extends `${infer Step}.${infer Field}`
    ? KindAt<Target<Name, Step>, Field>
    : never;

type ValueAt<Name extends ResourceName, At> =
  KindAt<Name, At> extends { readonly value: infer Value } ? Value : never;

/** Text that a pattern or a part of a text is. */
type TextTest<Name extends ResourceName> = (field: Path<Name, 'text'>, text: string) => Filter<Name>;
type Comparison<Name extends ResourceName> = <At extends Path<Name, Ordered>>(
  field: At,
  value: ValueAt<Name, At>,
) => Filter<Name>;

declare const RESOURCE: unique symbol;

/** A condition on the records of a resource: a node of the server's filter language, in its JSON form. */
export interface Filter<Name extends ResourceName> {
  /** For the compiler only: never set. */
  readonly [RESOURCE]?: Name;
}

/**
 * Builds filters. A condition on a field without a value is neither true nor false, and neither is its `not`: ask with
 * `isNull`, or with `eq` and null.
 */
export interface Where<Name extends ResourceName> {
  readonly and: (...all: readonly Filter<Name>[]) => Filter<Name>;
  readonly or: (...any: readonly Filter<Name>[]) => Filter<Name>;
  readonly not: (filter: Filter<Name>) => Filter<Name>;

  readonly eq: <At extends Path<Name, Scalar>>(field: At, value: ValueAt<Name, At> | null) => Filter<Name>;
  readonly ne: <At extends Path<Name, Scalar>>(field: At, value: ValueAt<Name, At> | null) => Filter<Name>;
  readonly gt: Comparison<Name>;
  readonly ge: Comparison<Name>;
  readonly lt: Comparison<Name>;
  readonly le: Comparison<Name>;
  /** From the low to the high value, both included. */
  readonly between: <At extends Path<Name, Range>>(
    field: At,
    low: ValueAt<Name, At>,
    high: ValueAt<Name, At>,
  ) => Filter<Name>;
  /** One of 1 to 200 values. */
  readonly in: <At extends Path<Name, Scalar>>(
    field: At,
    values: readonly ValueAt<Name, At>[],
  ) => Filter<Name>;
  readonly notIn: <At extends Path<Name, Nullable>>(
    field: At,
    values: readonly ValueAt<Name, At>[],
  ) => Filter<Name>;
  readonly isNull: (field: Path<Name, Nullable>) => Filter<Name>;
  readonly isNotNull: (field: Path<Name, Nullable>) => Filter<Name>;

  /** Fits a pattern with `%` and `_`, escaped by `\`; with `i` in any case. */
  readonly like: TextTest<Name>;
  readonly ilike: TextTest<Name>;
  readonly notLike: TextTest<Name>;
  readonly notIlike: TextTest<Name>;
  /** Literal text; with `i` in any case. */
  readonly contains: TextTest<Name>;
  readonly icontains: TextTest<Name>;
  readonly startsWith: TextTest<Name>;
  readonly istartsWith: TextTest<Name>;
  readonly endsWith: TextTest<Name>;
  readonly iendsWith: TextTest<Name>;
  /** Contains every one of these words, in any case. */
  readonly match: TextTest<Name>;

  /** Compares two fields of one record. */
  readonly compare: <At extends Path<Name, Ordered>>(
    field: At,
    operator: 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le',
    other: Path<Name, Extract<KindAt<Name, At>, { readonly kind: string }>['kind']>,
  ) => Filter<Name>;

  /** The related record exists and fits. */
  readonly has: <Link extends Related<Name, ToOne<string>>>(
    relationship: Link,
    filter?: Filter<Target<Name, Link>>,
  ) => Filter<Name>;
  /** A related record exists that fits. */
  readonly any: <Link extends Related<Name, ToMany<string>>>(
    relationship: Link,
    filter?: Filter<Target<Name, Link>>,
  ) => Filter<Name>;
}

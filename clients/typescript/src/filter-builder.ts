import type { ResourceName } from './resources.js';
import type { Filter, Where } from './where.js';

type Value = string | number | boolean | Date | null;

/** A node of the filter language, as it travels. A `Date` writes itself in ISO 8601. */
interface Node {
  readonly and?: readonly object[];
  readonly or?: readonly object[];
  readonly not?: object;
  readonly name?: string;
  readonly op?: string;
  readonly val?: Value | readonly Value[] | object;
  readonly field?: string;
}

const node = (parts: Node): object => Object.freeze(parts);

const test = (op: string) => (name: string, val: Value) => node({ name, op, val });
const listTest = (op: string) => (name: string, val: readonly Value[]) => node({ name, op, val });
const bareTest = (op: string) => (name: string) => node({ name, op });
const linkTest = (op: string) => (name: string, filter?: object) =>
  node(filter ? { name, op, val: filter } : { name, op });

const BUILDER = {
  and: (...and: readonly object[]) => node({ and }),
  or: (...or: readonly object[]) => node({ or }),
  not: (not: object) => node({ not }),
  eq: test('eq'),
  ne: test('ne'),
  gt: test('gt'),
  ge: test('ge'),
  lt: test('lt'),
  le: test('le'),
  between: (name: string, low: Value, high: Value) => node({ name, op: 'between', val: [low, high] }),
  in: listTest('in'),
  notIn: listTest('not_in'),
  isNull: bareTest('is_null'),
  isNotNull: bareTest('is_not_null'),
  like: test('like'),
  ilike: test('ilike'),
  notLike: test('not_like'),
  notIlike: test('not_ilike'),
  contains: test('contains'),
  icontains: test('icontains'),
  startsWith: test('startswith'),
  istartsWith: test('istartswith'),
  endsWith: test('endswith'),
  iendsWith: test('iendswith'),
  match: test('match'),
  compare: (name: string, op: string, field: string) => node({ name, op, field }),
  has: linkTest('has'),
  any: linkTest('any'),
};

/** What builds filters for a resource. Its functions need no `this`: `const { and, gt } = kitroom.runs.where`. */
export const whereOf = <Name extends ResourceName>(): Where<Name> => BUILDER as Where<Name>;

/** The `filter` parameter. */
export const writeFilter = <Name extends ResourceName>(filter: Filter<Name>): string =>
  JSON.stringify(filter);

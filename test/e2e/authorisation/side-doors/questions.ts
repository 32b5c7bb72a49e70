import fc, { type Arbitrary } from 'fast-check';
import { resources } from '../../../../src/app.resources.js';
import type { Attribute, Kind } from '../../../../src/shared/query/attribute.js';
import { Catalog } from '../../../../src/shared/query/catalog.js';
import { OPERATORS } from '../../../../src/shared/query/filter/operators.js';
import type { Resource } from '../../../../src/shared/query/resource.js';

/** A question that changes nothing. */
export interface Question {
  readonly method: 'GET' | 'HEAD';
  readonly path: string;
  readonly format: 'jsonApi' | 'plain';
}

const catalog = new Catalog(resources);

/** A field as filters name it, and what it is compared by. */
interface Field {
  readonly name: string;
  readonly kind: Kind;
}

/** The fields of a resource, and those behind as many of its relationships, whoever may reach them. */
function fieldsOf(resource: Resource, steps: number, prefix = ''): readonly Field[] {
  const attributes = Object.entries(resource.attributes).map(([name, { kind }]: [string, Attribute]) => ({
    name: prefix + name,
    kind,
  }));
  const behind = toOnesOf(resource).flatMap(([name, to]) => [
    { name: prefix + name, kind: to.id.kind },
    ...(steps === 0 ? [] : fieldsOf(to, steps - 1, `${prefix}${name}.`)),
  ]);
  return [{ name: `${prefix}id`, kind: resource.id.kind }, ...attributes, ...behind];
}

const toOnesOf = (resource: Resource): readonly (readonly [string, Resource])[] => relatedOf(resource, 'one');

const relatedOf = (resource: Resource, kind: 'one' | 'many') =>
  Object.entries(resource.relationships)
    .filter(([, relationship]) => relationship.kind === kind)
    .map(([name, { to }]) => [name, catalog.get(to)] as const);

type Clues = readonly (string | number | boolean)[];

/** One test on a field, with values that are in one of the worlds, or nearly. */
function testOf(fields: readonly Field[], clues: Clues): Arbitrary<object> {
  return fc
    .record({
      field: fc.constantFrom(...fields),
      other: fc.constantFrom(...fields),
      operator: fc.constantFrom(...OPERATORS.filter(({ takes }) => takes !== 'filter')),
      clue: fc.constantFrom(...clues),
      more: fc.constantFrom(...clues),
      columns: fc.nat(5),
    })
    .map(({ field: { name, kind }, other, operator, clue, more, columns }) => {
      const op = operator.on.includes(kind) ? operator.name : 'eq';
      if (columns === 0) return { name, op: 'ne', field: other.name };
      const [val, second] = [fitted(kind, clue), fitted(kind, more)];
      if (operator.takes === 'nothing' && op !== 'eq') return { name, op };
      const isList = op !== 'eq' && (operator.takes === 'values' || operator.takes === 'pair');
      return { name, op, val: isList ? [val, second] : val };
    });
}

/** A clue as a value of a kind: mostly 400s would tell little. */
function fitted(kind: Kind, clue: string | number | boolean): unknown {
  const text = String(clue);
  if (kind === 'integer' || kind === 'decimal') return Number.isFinite(Number(text)) ? Number(text) : 20;
  if (kind === 'boolean') return typeof clue === 'boolean' ? clue : true;
  if (kind === 'time' || kind === 'date') return /^\d{4}-\d\d-\d\d$/.test(text) ? text : '2020-02-02';
  return text;
}

function filterOf(resource: Resource, clues: Clues, depth: number): Arbitrary<object> {
  const test = testOf(fieldsOf(resource, 2), clues);
  if (depth === 0) return test;
  const inner = filterOf(resource, clues, depth - 1);
  const related = (kind: 'one' | 'many', op: string) =>
    relatedOf(resource, kind).map(([name, to]) =>
      fc.option(filterOf(to, clues, depth - 1)).map((val): object => ({ name, op, ...(val && { val }) })),
    );
  return fc.oneof(
    { arbitrary: test, weight: 3 },
    inner.map((not): object => ({ not })),
    fc.tuple(inner, inner).map((and): object => ({ and })),
    fc.tuple(inner, inner).map((or): object => ({ or })),
    ...related('one', 'has'),
    ...related('many', 'any'),
  );
}

const LISTS: readonly (readonly [string, string])[] = [
  ['/users', 'user'],
  ['/loan-items', 'loan-item'],
  ['/loans', 'loan'],
  ['/runs', 'run'],
  ['/runs/summary', 'run'],
  ['/roles', 'role'],
  ['/sessions', 'session'],
  ['/audit-events', 'audit-event'],
  ['/users/carl/runs', 'run'],
  ['/users/carl/loans', 'loan'],
  ['/loan-items/free/loans', 'loan'],
  ['/loan-items/held-carl/loans', 'loan'],
];

/** Lists by all that a query can say of them: filter, order, fields, includes, and the page. */
export const lists = (clues: Clues): Arbitrary<Question> =>
  fc.constantFrom(...LISTS).chain(([path, type]) => {
    const resource = catalog.get(type);
    const own = fieldsOf(resource, 0).map(({ name }) => name);
    const relationships = toOnesOf(resource).map(([name]) => name);
    return fc
      .record({
        filter: fc.option(filterOf(resource, clues, 2), { freq: 2 }),
        sort: fc.option(fc.tuple(fc.constantFrom('', '-'), fc.constantFrom(...own)), { freq: 1 }),
        fields: fc.option(fc.constantFrom(...own), { freq: 1 }),
        include: fc.option(fc.constantFrom('', ...relationships), { freq: 1 }),
        page: fc.constantFrom(
          '',
          '',
          'page[after]=',
          'page[before]=',
          'page[number]=2&page[size]=1',
          'page[size]=1',
        ),
        head: fc.nat(9),
        plain: fc.nat(3),
      })
      .map(({ filter, sort, fields, include, page, head, plain }): Question => {
        const isPlain = plain === 0;
        const parameters = [
          filter && `filter=${encodeURIComponent(JSON.stringify([filter]))}`,
          sort && `sort=${sort.join('')}`,
          fields && `fields[${type}]=${fields}`,
          !isPlain && include && `include=${include}`,
          page,
        ].filter(Boolean);
        return {
          method: head === 0 ? 'HEAD' : 'GET',
          path: `${path}?${parameters.join('&')}`,
          format: isPlain ? 'plain' : 'jsonApi',
        };
      });
  });

/** A batch that is the same in every run, so that what it finds is found again. */
export const sample = (clues: Clues, count: number): readonly Question[] =>
  fc.sample(lists(clues), { numRuns: count, seed: 20_260_101 });

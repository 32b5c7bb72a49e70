import fc, { type Arbitrary } from 'fast-check';
import type { Json, Thing } from './filter-oracle.js';

const LABELS = ['', 'saw', 'Saw', '100%', 'a_b', 'a\\b', 'É', 'é t', "O'Hara", 'saw axe', '*', '.'];
const DAYS = ['2020-01-20', '2020-01-21', '2020-02-29', '1999-12-31'];
const CLOCKS = ['00:00:00.000', '00:00:00.001', '12:00:00.000', '23:59:59.999'];

const label = fc.constantFrom(...LABELS);
const size = fc.integer({ min: -3, max: 3 });
const weight = fc.constantFrom(-1.5, 0, 0.1, 2, 1e300);
const day = fc.constantFrom(...DAYS);
const instant = fc.tuple(day, fc.constantFrom(...CLOCKS)).map(([date, clock]) => `${date}T${clock}Z`);
const moment = instant.map((text) => new Date(text));

/** Rows with few different values, so that filters on them find some, and with nulls. */
export const things: Arbitrary<Thing> = fc.record({
  label: fc.option(label),
  size: fc.option(size),
  weight: fc.option(weight),
  made_at: fc.option(moment),
  sold_at: fc.option(moment),
  bought: fc.option(day),
  sharp: fc.option(fc.boolean()),
});

const VALUES: Readonly<Record<keyof Thing, Arbitrary<unknown>>> = {
  label,
  size,
  weight,
  made_at: fc.oneof(day, instant),
  sold_at: fc.oneof(day, instant),
  bought: day,
  sharp: fc.boolean(),
};

const NAMES = Object.keys(VALUES) as (keyof Thing)[];
const ORDERED = NAMES.filter((name) => name !== 'sharp');
const RANGED = ORDERED.filter((name) => name !== 'label');
const PATTERNS = ['contains', 'startswith', 'endswith', 'icontains', 'istartswith', 'iendswith', 'match'];
const LIKES = ['like', 'ilike', 'not_like', 'not_ilike'];
const LIKE_PATTERNS = ['%', 's%', '%W', '_', 'a\\_b', 'a\\\\b', '%\\%', 'É%', '__', 'a\\b', ''];
const FAMILIES: readonly (readonly (keyof Thing)[])[] = [
  ['size', 'weight'],
  ['made_at', 'sold_at'],
];

const test = (
  names: readonly (keyof Thing)[],
  ops: readonly string[],
  val: (of: Arbitrary<unknown>) => Arbitrary<unknown>,
) =>
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...ops))
    .chain(([name, op]) => val(VALUES[name]).map((value): Json => ({ name, op, val: value })));

const one = (of: Arbitrary<unknown>): Arbitrary<unknown> => of;
const list = (of: Arbitrary<unknown>): Arbitrary<unknown> => fc.array(of, { minLength: 1, maxLength: 4 });
const pair = (of: Arbitrary<unknown>): Arbitrary<unknown> => fc.tuple(of, of);

const tests: Arbitrary<Json> = fc.oneof(
  test(NAMES, ['eq', 'ne'], (of) => fc.option(of)),
  test(ORDERED, ['gt', 'ge', 'lt', 'le'], one),
  test(NAMES, ['in', 'not_in'], list),
  test(RANGED, ['between'], pair),
  test(['label'], PATTERNS, one),
  test(['label'], LIKES, () => fc.constantFrom(...LIKE_PATTERNS)),
  fc.record({ name: fc.constantFrom(...NAMES), op: fc.constantFrom('is_null', 'is_not_null') }),
  fc.constantFrom(...FAMILIES).chain((family) =>
    fc.record({
      name: fc.constantFrom(...family),
      op: fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'),
      field: fc.constantFrom(...family),
    }),
  ),
);

/** Filters in the JSON form that are well formed and fit the rows above. */
export const jsonFilters: Arbitrary<Json> = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tests,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((and): Json => ({ and })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((or): Json => ({ or })),
    tie('node').map((of): Json => ({ not: of })),
  ),
})).node;

const HOSTILE = [
  '1; DROP TABLE tools',
  "' OR ''='",
  '\0',
  '\ud800',
  '1e999',
  '-',
  '.',
  '0x10',
  ' 1',
  '1_000',
  'NaN',
  'Infinity',
  '-infinity',
  'today',
  'now',
  'epoch',
  '2020-02-30',
  '0000-01-01',
  '10000-01-01',
  '9999-12-31',
  '0001-01-01',
  '0001-01-01T00:00+14:00',
  '9999-12-31T23:59:59-14:00',
  '2020-01-01T24:00',
  '2020-01-01T00:00:60Z',
  '2020-01-01T00:00+99:99',
  '20200101',
  '٣',
  '\\',
  '%\\',
  '$1',
  '{}',
  '{"a"}',
  'NULL',
  '\u{10ffff}',
  '\ufffe',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  '1'.repeat(4000),
  'x'.repeat(8000),
  '99999999999999999999',
] as const;

const anything: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...HOSTILE),
  fc.constantFrom<unknown>(1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 63), 2 ** 64, 0.1, -0, true, null, [], {}, [
    [],
  ]),
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.json(),
);

/** One condition on any field with any operator and any value at all. */
export const hostileValues: Arbitrary<Json> = fc
  .record({
    name: fc.constantFrom(
      ...NAMES,
      'id',
      'owner',
      'shelf',
      'owner.email',
      'owner.teams',
      'shelf.fullness',
      'length',
    ),
    op: fc.constantFrom('eq', 'ne', 'gt', 'le', 'in', 'not_in', 'between', 'is_null', ...PATTERNS, ...LIKES),
    one: anything,
    many: fc.array(anything, { maxLength: 4 }),
  })
  .map(({ name, op, one: value, many }): Json => ({
    name,
    op,
    val: ['in', 'not_in', 'between'].includes(op) ? many : value,
  }));

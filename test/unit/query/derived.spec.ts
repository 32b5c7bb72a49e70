import { describe, expect, it } from '@jest/globals';
import sql, { raw } from 'sql-template-tag';
import { text } from '../../../src/shared/query/attribute.js';
import { Catalog } from '../../../src/shared/query/catalog.js';
import {
  isFilterable,
  isSortable,
  isStored,
  leafNamed,
  mayBeNull,
} from '../../../src/shared/query/column.js';
import { compileFilter } from '../../../src/shared/query/filter/compile.js';
import { parseFilter } from '../../../src/shared/query/filter/parse-filter.js';
import { readValue } from '../../../src/shared/query/filter/read-value.js';
import { Joins } from '../../../src/shared/query/joins.js';
import { compileOrder, orderKeys } from '../../../src/shared/query/order.js';
import { defineResource, toOneOrNone } from '../../../src/shared/query/resource.js';
import { faultOf } from '../../support/refusals.js';
import { ANYBODY, personResource, shed, toolResource } from '../../support/shed.js';

const about = 'For tests.';
/** A crate is empty or full by what it holds, and ordered by its label without the case. */
const crateResource = defineResource({
  type: 'crate',
  collection: 'crates',
  title: 'Crate',
  about,
  table: 'crates',
  id: { column: 'id', kind: 'uuid', about },
  attributes: {
    state: text({
      about,
      sql: (row) => sql`state_of(${row})`,
      cases: { empty: (row) => sql`(${row}.held = 0)`, full: (row) => sql`(${row}.held > 9)` },
    }),
    label: text({ about, order: (row) => sql`lower(${row}.label)` }),
  },
  relationships: { under: toOneOrNone('crate', { about, key: (row) => sql`${row}.under` }) },
  visibleTo: () => raw('TRUE'),
});
const lens = { catalog: new Catalog([crateResource]), viewer: ANYBODY };
const ID = '00000000-0000-0000-0000-000000000007';

function compile(written: string): string {
  const filter = parseFilter(lens, crateResource, [['filter', written]]);
  if (!filter) throw new Error('There is a filter.');
  return compileFilter(filter, new Joins(crateResource, raw('t'), ANYBODY)).text;
}

describe('a derived attribute', () => {
  it.each([
    [`state eq 'full'`, '((t.held > 9))'],
    [`state in ('empty', 'full')`, '(((t.held = 0) OR (t.held > 9)))'],
    [`state eq 'lost'`, '(FALSE)'],
    [`state eq 'constructor'`, '(FALSE)'],
    [`state ne 'full'`, '(NOT ((t.held > 9)))'],
    [`under.state eq 'full'`, '(CASE WHEN (TRUE) THEN state_of(t__under) END = $1::text)'],
    [`label eq 'x'`, '(t.label = $1::text)'],
  ])('is asked of the columns behind it, where it is the record’s own: %s', (written, condition) => {
    expect(compile(written)).toBe(condition);
  });
});

describe('a relationship to what is known by its key', () => {
  it.each([
    [`under eq '${ID}'`, '(t.under = $1::uuid)'],
    [`under.under eq '${ID}'`, '(CASE WHEN (TRUE) THEN t__under.under END = $1::uuid)'],
    [`id in ('${ID}', '${ID}')`, '((t.id = ANY($1::uuid[])))'],
  ])('needs no other table: %s', (written, condition) => {
    expect(compile(written)).toBe(condition);
  });
});

describe('an order', () => {
  const orderBy = (...names: readonly string[]): string => {
    const sort = names.map((name) => ({ name, descending: false }));
    return compileOrder(
      orderKeys(lens, crateResource, sort, new Joins(crateResource, raw('t'), ANYBODY)),
      false,
    ).text;
  };

  it('is by what an attribute says that it is ordered by', () => {
    expect(orderBy('label')).toBe('lower(t.label), t.id');
  });

  it('ends with the id, once', () => {
    expect(orderBy()).toBe('t.id');
    expect(orderBy('id', 'label')).toBe('t.id, lower(t.label)');
    expect(orderBy('label', 'id')).toBe('lower(t.label), t.id');
  });
});

describe('a value', () => {
  const at = { parameter: 'filter', meta: { offset: 3 } };
  const read = (kind: 'uuid' | 'json', value: unknown) => readValue(kind, { value, loose: true, at });

  it('of a UUID is one in lower case', () => {
    expect(read('uuid', ID)).toBe(ID);
    for (const odd of ['', 7, null, `${ID}0`, ID.replace('7', 'A')]) {
      expect(faultOf(() => read('uuid', odd))).toEqual({
        parameter: 'filter',
        detail: 'This must be a UUID, in lower case.',
        meta: { offset: 3 },
      });
    }
  });

  it('of a structure is none', () => {
    expect(faultOf(() => read('json', '{}')).detail).toBe('A structured value cannot be compared.');
  });
});

describe('a field', () => {
  const facts = (name: string, resource = toolResource) => {
    const leaf = leafNamed({ catalog: shed, viewer: ANYBODY }, resource, name);
    return [isSortable(leaf), isFilterable(leaf), isStored(leaf), mayBeNull(leaf)];
  };

  it.each([
    ['id', [true, true, true, false]],
    ['label', [true, true, true, true]],
    ['length', [false, true, false, false]],
    ['extra', [false, false, true, true]],
    ['owner', [true, true, true, false]],
    ['shelf_id', [true, true, true, true]],
  ])('%s can be ordered, filtered, searched by its order, null: %j', (name, expected) => {
    expect(facts(name)).toEqual(expected);
  });

  it('that is a set has no order, and a structure neither order nor filter, whatever their resource says', () => {
    const sets = leafNamed({ catalog: shed, viewer: ANYBODY }, personResource, 'teams');
    expect([isSortable(sets), isFilterable(sets)]).toEqual([false, true]);
    const structure = {
      is: 'attribute',
      name: 'x',
      attribute: { kind: 'json', nullable: false, about },
    } as const;
    expect([isSortable(structure), isFilterable(structure)]).toEqual([false, false]);
  });

  it.each(['nothing', 'labe', 'owner_xx', 'constructor'])('is not %s', (name) => {
    expect(() => facts(name)).toThrow(`"tool" has no field "${name}".`);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemResource } from '../../src/loans/item.resource.js';
import { loanResource } from '../../src/loans/loan.resource.js';
import { roleResource } from '../../src/roles/role.resource.js';
import { runResource } from '../../src/runs/run.resource.js';
import type { Kind } from '../../src/shared/query/attribute.js';
import { Catalog, toOnes } from '../../src/shared/query/catalog.js';
import { isFilterable, kindOf, leafOf } from '../../src/shared/query/column.js';
import { OPERATORS, type Operator } from '../../src/shared/query/filter/operators.js';
import { parseListQuery } from '../../src/shared/query/list-params.js';
import type { Resource, Viewer } from '../../src/shared/query/resource.js';
import { sortable } from '../../src/shared/query/sort-param.js';
import type { Reader } from '../../src/shared/reading/reader.js';
import { userResource } from '../../src/users/user.resource.js';
import { type OpenDatabase, openDatabase, readerOf } from '../support/reading.js';

const resources: readonly Resource[] = [userResource, roleResource, itemResource, loanResource, runResource];
const catalog = new Catalog(resources);
const ID = '00000000-0000-0000-0000-000000000001';

const viewers: readonly (readonly [string, Viewer])[] = [
  ['an admin', { id: ID, rights: 'all', mode: 'admin-operated', may: () => true }],
  ['a member', { id: ID, rights: 'none', mode: 'admin-operated', may: () => false }],
  ['a member who lends to themselves', { id: ID, rights: 'self', mode: 'self-service', may: () => false }],
];

const VALUES: Readonly<Record<Kind, unknown>> = {
  text: 'x',
  names: 'x',
  uuid: ID,
  integer: 1,
  decimal: 0.5,
  time: '2020-01-21',
  date: '2020-01-21',
  boolean: true,
  json: null,
};

let open: OpenDatabase;
let reader: Reader;

beforeAll(async () => {
  open = await openDatabase();
  reader = readerOf(open.database, catalog);
});

afterAll(() => open.close());

/** A node for every operator that works on a field. */
function nodesOn(name: string, kind: Kind): readonly unknown[] {
  const value = VALUES[kind];
  const operand: Readonly<Record<Operator['takes'], object>> = {
    value: { val: value },
    values: { val: [value, value] },
    pair: { val: [value, value] },
    nothing: {},
    filter: {},
  };
  return OPERATORS.filter(({ on }) => on.includes(kind)).map(({ name: op, takes }) => ({
    name,
    op,
    ...operand[takes],
  }));
}

function fieldsOf(resource: Resource): readonly (readonly [string, Kind])[] {
  const names = ['id', ...Object.keys(resource.attributes), ...toOnes(resource).map(([name]) => name)];
  return names.flatMap((name) => {
    const leaf = leafOf(resource, name, catalog);
    return leaf && isFilterable(leaf) ? [[name, kindOf(leaf)] as const] : [];
  });
}

/** The paths of a resource's fields, and those through one relationship that this viewer may take. */
function pathsOf(resource: Resource, viewer: Viewer): readonly (readonly [string, Kind])[] {
  const reached = toOnes(resource).filter(([, { reach }]) => reach?.(viewer) ?? true);
  const behind = reached.flatMap(([step, relationship]) =>
    fieldsOf(catalog.related(relationship)).map(([name, kind]) => [`${step}.${name}`, kind] as const),
  );
  return [...fieldsOf(resource), ...behind];
}

async function list(
  resource: Resource,
  viewer: Viewer,
  pairs: readonly (readonly [string, string])[],
): Promise<number> {
  const query = parseListQuery(pairs, { resource, catalog, viewer, plain: false });
  return Number((await reader.list(resource, viewer, query)).count);
}

describe.each(viewers)('PostgreSQL runs what %s may ask', (_, viewer) => {
  it.each(resources.map((resource) => [resource.collection, resource] as const))(
    'of %s: every operator on every field',
    async (__, resource) => {
      for (const [name, kind] of pathsOf(resource, viewer)) {
        for (const node of nodesOn(name, kind)) {
          const count = await list(resource, viewer, [['filter', JSON.stringify(node)]]);
          expect(count).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );

  it.each(resources.map((resource) => [resource.collection, resource] as const))(
    'of %s: every order and every field set',
    async (__, resource) => {
      for (const name of sortable(resource, catalog)) {
        for (const sort of [name, `-${name}`]) {
          const count = await list(resource, viewer, [
            ['sort', sort],
            [`fields[${resource.type}]`, name === 'id' ? '' : name],
          ]);
          expect(count).toBeGreaterThanOrEqual(0);
        }
      }
    },
  );

  it.each(resources.map((resource) => [resource.collection, resource] as const))(
    'of %s: every include, has and any',
    async (__, resource) => {
      for (const [name, { kind }] of Object.entries(resource.relationships)) {
        const node = { name, op: kind === 'one' ? 'has' : 'any' };
        expect(await list(resource, viewer, [['filter', JSON.stringify(node)]])).toBe(0);
        if (kind === 'one') expect(await list(resource, viewer, [['include', name]])).toBe(0);
      }
    },
  );
});

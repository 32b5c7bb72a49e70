import sql, { type Sql, raw } from 'sql-template-tag';
import {
  date,
  decimal,
  integer,
  json,
  names,
  optional,
  text,
  time,
  truth,
} from '../../src/shared/query/attribute.js';
import { Catalog } from '../../src/shared/query/catalog.js';
import {
  type Viewer,
  defineResource,
  toMany,
  toOne,
  toOneOrNone,
  within,
} from '../../src/shared/query/resource.js';

/** Resources made for tests of queries: a field of every kind, all nullable, and relationships of every sort. */
const about = 'For tests.';

/** People see themselves; those with `people` see all. */
export const personResource = defineResource({
  type: 'person',
  collection: 'people',
  title: 'Person',
  about,
  table: 'people',
  id: { column: 'name', kind: 'text', ignoreCase: true, about },
  attributes: {
    name: text({ about, ignoreCase: true }),
    email: optional(text({ about, ignoreCase: true })),
    secret: text({ about, filter: false, sort: false }),
    teams: names({
      about,
      sql: (row) => sql`ARRAY(SELECT team FROM members m WHERE m.person = ${row}.id ORDER BY team)`,
      synonyms: { all: 'everyone' },
    }),
  },
  relationships: {
    mentor: toOneOrNone('person', { about, key: (row) => sql`${row}.mentor` }),
    tools: toMany('tool', { about, on: (row, tool) => sql`${tool}.owner = ${row}.id` }),
  },
  visibleTo: (viewer, row) => (viewer.may('people') ? sql`TRUE` : sql`${row}.id = ${viewer.id}::uuid`),
});

/** A shelf is known to all, its keeper's attributes to those with `people`. */
export const shelfResource = defineResource({
  type: 'shelf',
  collection: 'shelves',
  title: 'Shelf unit',
  about,
  table: 'shelves',
  id: { column: 'id', kind: 'text', about },
  attributes: {
    label: optional(text({ about })),
    /** Needs a table of its own. */
    fullness: integer({ about, sql: (row) => sql`coalesce(${within(row, 'use')}.total, 0)` }),
  },
  relationships: {
    keeper: toOneOrNone('person', {
      about,
      key: (row) => sql`${row}.keeper`,
      reach: (viewer) => viewer.may('people'),
    }),
    tools: toMany('tool', { about, on: (row, tool) => sql`${tool}.shelf = ${row}.id` }),
  },
  joins: (row) => {
    const use = within(row, 'use');
    return sql`LEFT JOIN (SELECT shelf, count(*) AS total FROM tools GROUP BY shelf) AS ${use} ON ${use}.shelf = ${row}.id`;
  },
  visibleTo: () => raw('TRUE'),
});

/** Tools belong to people; with `tools` one sees all. */
export const toolResource = defineResource({
  type: 'tool',
  collection: 'tools',
  title: 'Tool',
  about,
  table: 'tools',
  id: { column: 'id', kind: 'integer', about },
  attributes: {
    label: optional(text({ about })),
    size: optional(integer({ about })),
    weight: optional(decimal({ about })),
    made_at: optional(time({ about })),
    sold_at: optional(time({ about })),
    bought: optional(date({ about })),
    sharp: optional(truth({ about })),
    length: integer({ about, sql: (row) => sql`length(coalesce(${row}.label, ''))::bigint`, sort: false }),
    extra: optional(json<Record<string, unknown>>({ about })),
  },
  relationships: {
    owner: toOne('person', { about, key: (row) => sql`${row}.owner` }),
    shelf: toOneOrNone('shelf', { about, key: (row) => sql`${row}.shelf` }),
  },
  defaultSort: ['-made_at'],
  plainFilters: {
    owned: { field: 'owner', op: 'eq' },
    called: { field: 'label', op: 'icontains' },
  },
  visibleTo: (viewer, row) => (viewer.may('tools') ? sql`TRUE` : sql`${row}.owner = ${viewer.id}::uuid`),
});

export const shed = new Catalog([personResource, shelfResource, toolResource]);

export const SHED_TABLES: readonly Sql[] = [
  sql`CREATE TABLE people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL, email text, secret text NOT NULL DEFAULT 'x', mentor uuid REFERENCES people)`,
  sql`CREATE UNIQUE INDEX ON people (lower(name))`,
  sql`CREATE TABLE members (person uuid REFERENCES people, team text)`,
  sql`CREATE TABLE shelves (id text PRIMARY KEY, label text, keeper uuid REFERENCES people)`,
  sql`CREATE TABLE tools (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, label text, size int, weight float8,
    made_at timestamptz(3), sold_at timestamptz(3), bought date, sharp boolean, extra jsonb,
    owner uuid NOT NULL REFERENCES people, shelf text REFERENCES shelves)`,
  sql`CREATE INDEX tools_of_owner ON tools (owner)`,
];

/** A viewer with these permissions. */
export function viewer(id: string, ...permissions: readonly string[]): Viewer {
  return {
    id,
    rights: permissions.join(),
    mode: 'self-service',
    may: (permission) => permissions.includes(permission),
  };
}

export const ANYBODY = viewer('00000000-0000-0000-0000-000000000001', 'people', 'tools');
export const NOBODY_SPECIAL = viewer('00000000-0000-0000-0000-000000000002');

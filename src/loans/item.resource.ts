import sql, { type Sql } from 'sql-template-tag';
import { text, time, truth } from '../shared/query/attribute.js';
import { defineResource, toMany, toOneOrNone, type Viewer, within } from '../shared/query/resource.js';

/** Who sees everything that the club lends; holders are seen only with `loans`. */
const seesCatalogue = (viewer: Viewer): boolean =>
  viewer.may('items') || viewer.may('loans') || viewer.mode === 'self-service';

/** What anybody sees of who holds an item: nobody, somebody, or themselves. */
const hold = (row: Sql, viewer: Viewer): Sql => sql`coalesce((
  SELECT CASE WHEN held.borrower_id = ${viewer.id} THEN 2 ELSE 1 END FROM loans held
  WHERE held.item_id = ${row}.id AND held.returned_at IS NULL), 0)`;

export const itemResource = defineResource({
  type: 'loan-item',
  collection: 'loan-items',
  title: 'Loan item',
  about: 'A thing that the club lends.',
  table: 'items',
  versioned: true,
  versionFor: (row, viewer) =>
    viewer.may('loans') ? sql`${row}.version` : sql`(${row}.edition * 4 + ${hold(row, viewer)})`,
  id: {
    column: 'id',
    kind: 'text',
    clientField: 'id',
    about: 'What stands on its QR sticker: the client’s, or a UUID that the server makes.',
    pattern: '^[A-Za-z0-9._:-]{1,64}$',
    maxLength: 64,
    example: '123e4567-e89b-12d3-a456-426614174000',
  },
  attributes: {
    description: text({ about: 'What it is.', maxLength: 1000, example: 'wheelbarrow' }),
    available: truth({
      about: 'Whether nobody holds it.',
      sql: (row) => sql`(${within(row, 'open')}.id IS NULL)`,
      sort: false,
    }),
    created_at: time({ about: 'When it was entered.' }),
    updated_at: time({ about: 'When it was last changed.' }),
  },
  relationships: {
    loanedto: toOneOrNone('user', {
      about: 'Who holds it, as far as the caller may know.',
      key: (row, viewer) => {
        const holder = sql`${within(row, 'open')}.borrower_id`;
        return viewer.may('loans')
          ? holder
          : sql`CASE WHEN ${holder} = ${viewer.id}::uuid THEN ${holder} END`;
      },
    }),
    loans: toMany('loan', {
      about: 'Its history.',
      on: (row, loan) => sql`${loan}.item_id = ${row}.id`,
    }),
  },
  joins: (row) => {
    const open = within(row, 'open');
    return sql`LEFT JOIN loans AS ${open} ON ${open}.item_id = ${row}.id AND ${open}.returned_at IS NULL`;
  },
  plainFilters: {
    loanedto: { field: 'loanedto', op: 'eq' },
    contains: { field: 'description', op: 'icontains' },
  },
  visibleTo: (viewer, row) =>
    seesCatalogue(viewer)
      ? sql`true`
      : sql`EXISTS (
          SELECT FROM loans held
          WHERE held.item_id = ${row}.id AND held.returned_at IS NULL AND held.borrower_id = ${viewer.id})`,
});

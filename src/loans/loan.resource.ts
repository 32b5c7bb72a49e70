import sql, { type Sql } from 'sql-template-tag';
import { optional, text, time } from '../shared/query/attribute.js';
import { COUNTED, defineResource, toOneOrNone, type Viewer } from '../shared/query/resource.js';
import { tallied } from '../shared/query/tally.js';

/** A borrower may know who lent and who took back, by name; what else there is to know of them is theirs. */
const mayLookUp = (viewer: Viewer): boolean => viewer.may('users');

const isReturned = (row: Sql): Sql => sql`(${row}.returned_at IS NOT NULL)`;
/** Were it not back; a loan without a date is never late. */
const isLate = (row: Sql): Sql => sql`(${row}.due_at IS NOT NULL AND ${row}.due_at < now())`;

export const loanResource = defineResource({
  type: 'loan',
  collection: 'loans',
  title: 'Loan',
  about: 'One lending of one item, from when it was lent to when it came back.',
  table: 'loans',
  versioned: true,
  id: COUNTED,
  attributes: {
    loaned_at: time({ about: 'When it was lent.' }),
    due_at: optional(time({ about: 'When it should be back.' })),
    returned_at: optional(time({ about: 'When it came back.' })),
    status: text({
      about: 'Open, overdue (open after `due_at`) or returned.',
      sql: (row) =>
        sql`CASE WHEN ${isReturned(row)} THEN 'returned' WHEN ${isLate(row)} THEN 'overdue' ELSE 'open' END`,
      cases: {
        open: (row) => sql`(NOT ${isReturned(row)} AND NOT ${isLate(row)})`,
        overdue: (row) => sql`(NOT ${isReturned(row)} AND ${isLate(row)})`,
        returned: isReturned,
      },
      enum: ['open', 'overdue', 'returned'],
      sort: false,
      example: 'open',
    }),
    item_description: text({
      about: 'What the item was at lending.',
      maxLength: 1000,
      example: 'wheelbarrow',
    }),
  },
  relationships: {
    item: toOneOrNone('loan-item', {
      about: 'What was lent; null once deleted.',
      key: (row) => sql`${row}.item_id`,
    }),
    borrower: toOneOrNone('user', {
      about: 'Who holds or held it; null once deleted.',
      key: (row) => sql`${row}.borrower_id`,
    }),
    lent_by: toOneOrNone('user', {
      about: 'Who lent it.',
      key: (row) => sql`${row}.lent_by_id`,
      reach: mayLookUp,
    }),
    returned_by: toOneOrNone('user', {
      about: 'Who took it back.',
      key: (row) => sql`${row}.returned_by_id`,
      reach: mayLookUp,
    }),
  },
  defaultSort: ['-loaned_at'],
  visibleTo: (viewer, row) => (viewer.may('loans') ? sql`true` : sql`${row}.borrower_id = ${viewer.id}`),
  tally: (viewer) => tallied('loan_tallies', viewer.may('loans') ? null : viewer.id),
});

import sql, { type Sql } from 'sql-template-tag';
import type { Statement } from '../database/statement.js';
import { loanResource } from '../loans/loan.resource.js';
import { runResource } from '../runs/run.resource.js';
import type { Catalog } from '../shared/query/catalog.js';
import type { Condition } from '../shared/query/condition.js';
import { EVERYTHING, type OneQuery } from '../shared/query/list-query.js';
import type { Viewer } from '../shared/query/resource.js';
import { compileAll } from '../shared/query/select.js';
import { userResource } from '../users/user.resource.js';
import { auditEvents, keptAnswers, sessions } from './traces.js';

export interface Person {
  readonly id: string;
  readonly username: string;
}

/** A list of the document. */
export interface Section {
  readonly name: string;
  readonly statement: Statement;
}

/** The member's own record, and the moment at which all of this was so. */
export const headOf = ({ id }: Person, catalog: Catalog) => ({
  moment: printed(sql`SELECT now() AS at`),
  user: printed(
    compileAll(
      { catalog, viewer: asThemselves(id) },
      userResource,
      (row) => sql`${row}.id = ${id}`,
      EVERYTHING,
    ),
  ),
});

/**
 * Everything else. Records are what the member would read of them one by one; whose loans they handled for the club is
 * those members' own affair.
 */
export function sectionsOf({ id }: Person, catalog: Catalog): readonly Section[] {
  const lens = { catalog, viewer: asThemselves(id) };
  const loans = (condition: Condition, query = EVERYTHING): Sql =>
    compileAll(lens, loanResource, condition, query);
  const ofOthers = (row: Sql): Sql => sql`${row}.borrower_id IS DISTINCT FROM ${id}`;
  return [
    section('sessions', sessions(id)),
    section(
      'runs',
      compileAll(lens, runResource, (row) => sql`${row}.user_id = ${id}`, EVERYTHING, ['time_zone']),
    ),
    section(
      'loans',
      loans((row) => sql`${row}.borrower_id = ${id}`),
    ),
    section(
      'loans_lent_to_others',
      loans((row) => sql`${row}.lent_by_id = ${id} AND ${ofOthers(row)}`, NAMING_NOBODY),
    ),
    section(
      'loans_taken_back_from_others',
      loans((row) => sql`${row}.returned_by_id = ${id} AND ${ofOthers(row)}`, NAMING_NOBODY),
    ),
    section('audit_events', auditEvents(id)),
    section('kept_answers', keptAnswers(id)),
  ];
}

const LOAN_ALONE = ['loaned_at', 'due_at', 'returned_at', 'status', 'item_description', 'item'];
const NAMING_NOBODY: OneQuery = { ...EVERYTHING, fields: new Map([['loan', new Set(LOAN_ALONE)]]) };

const asThemselves = (id: string): Viewer => ({ id, rights: 'oneself', mode: '', may: () => false });

const printed = ({ text, values }: Sql): Statement => ({ text, values, printed: true });

const section = (name: string, statement: Sql): Section => ({ name, statement: printed(statement) });

import sql from 'sql-template-tag';
import type { Database } from '../database/database.js';
import { hashPassword } from '../users/passwords.js';
import { accounts, clubRoles, DEMO_PASSWORD, QUARTERMASTER } from './accounts.js';
import { imagineItems } from './items.js';
import { imagineLoans } from './loans.js';
import { imagineMembers, type Member } from './members.js';
import { imagineRuns } from './runs.js';
import { storeItems, storeLoans, storeMembers, storeRoles, storeRuns } from './store-club.js';

/** How large the club is, and which of all possible clubs. The same numbers at the same instant make the same club. */
export interface DemoOptions {
  readonly seed: number;
  /** Beside those of `accounts`. */
  readonly members: number;
  readonly items: number;
  /** When its two years of history end. */
  readonly now: Date;
}

/** The database holds something already: nothing was changed. */
export class NotEmptyError extends Error {}

type Log = (line: string) => void;

/**
 * Fills a database that holds nothing but its first admin: all of it or nothing.
 * @throws NotEmptyError naming what is there already
 */
export async function fillClub(database: Database, options: DemoOptions, log: Log): Promise<void> {
  const { seed, now } = options;
  await refuseFilled(database);
  await storeRoles(database, clubRoles);
  log(`${clubRoles.length} roles of the club’s own`);

  const members = imagineMembers(seed, options.members, now);
  await storeMembers(database, members, await hashPassword(DEMO_PASSWORD));
  log(`${members.length} members`);

  const items = imagineItems(seed, options.items, now);
  await storeItems(database, items);
  log(`${items.length} items`);

  const loans = imagineLoans(seed, items, counterOf(members), now);
  await storeLoans(database, loans);
  log(`${loans.length} loans, ${loans.filter(({ returnedAt }) => !returnedAt).length} of them open`);

  const runs = imagineRuns(seed, members, now);
  await storeRuns(database, runs);
  log(`${runs.length} runs`);
  await database.query(sql`ANALYZE users, user_roles, items, loans, runs`);
}

/** Nobody else writes from here on until the end: what was found empty stays so. */
async function refuseFilled(database: Database): Promise<void> {
  await database.query(sql`LOCK TABLE users, roles, items, loans, runs IN SHARE ROW EXCLUSIVE MODE`);
  const [found] = await database.query<Record<string, boolean>>(sql`
    SELECT EXISTS (SELECT FROM users WHERE NOT first_admin) AS members,
      EXISTS (SELECT FROM roles WHERE NOT built_in) AS "roles of its own",
      EXISTS (SELECT FROM items) AS items, EXISTS (SELECT FROM loans) AS loans, EXISTS (SELECT FROM runs) AS runs`);
  const there = Object.entries(found ?? {}).filter(([, exists]) => exists);
  if (there.length === 0) return;
  const what = new Intl.ListFormat('en').format(there.map(([name]) => name));
  throw new NotEmptyError(
    `The database is not empty: it has ${what}. The demonstration fills empty ones only; nothing was changed.\n` +
      'Another DATA_DIR or DATABASE_URL gives it a database of its own.',
  );
}

/** Asha is first in line, and people who left borrow nothing. */
function counterOf(members: readonly Member[]) {
  const named = (name: string) => members.filter(({ username }) => username === name);
  const known = new Set(accounts.map(({ username }) => username));
  const others = members.filter(({ username, active }) => active && !known.has(username));
  const [quartermaster] = named(QUARTERMASTER);
  if (!quartermaster) throw new Error('The club has no quartermaster.');
  return { borrowers: [...named('asha'), ...others], quartermasterId: quartermaster.id };
}

import type { Club, Member } from './club.js';

/** Whoever takes part in lending: a member of each kind, and people to lend to. */
export interface Cast {
  readonly regular: Member;
  readonly usermanager: Member;
  /** Has `items` only. */
  readonly keeper: Member;
  /** Has `loans` only. */
  readonly lender: Member;
  readonly admin: Member;
  readonly carl: Member;
}

export type Role = Exclude<keyof Cast, 'carl'>;

/** Adds all of them, and `idle`, who is inactive. */
export async function addCast(club: Club): Promise<Cast> {
  await club.role('keeper', ['items']);
  await club.role('lender', ['loans']);
  await club.join('idle');
  await club.admin.plain.patch('/users/idle', { active: false });
  return {
    regular: await club.join('ann'),
    usermanager: await club.join('manager', ['usermanager']),
    keeper: await club.join('kim', ['keeper']),
    lender: await club.join('lea', ['lender']),
    admin: club.admin,
    carl: await club.join('carl'),
  };
}

/** A new item, lent to somebody or free. */
export async function addItem(club: Club, id: string, holder: string | null, description = 'drill') {
  const { status } = await club.admin.plain.post('/loan-items', { id, description, loanedto: holder });
  if (status !== 201) throw new Error(`No item ${id}: ${status}`);
}

export interface LoanRow {
  readonly id: string;
  readonly borrower: string | null;
  readonly lent_by: string | null;
  readonly returned_by: string | null;
  readonly loaned_at: Date;
  readonly returned_at: Date | null;
}

/** The loans of an item, the oldest first, as the database has them. */
export async function historyOf(club: Club, itemId: string): Promise<LoanRow[]> {
  const { rows } = await club.database.query<LoanRow>(
    `SELECT l.id, b.username AS borrower, f.username AS lent_by, t.username AS returned_by, loaned_at, returned_at
     FROM loans l LEFT JOIN users b ON b.id = borrower_id LEFT JOIN users f ON f.id = lent_by_id
       LEFT JOIN users t ON t.id = returned_by_id
     WHERE item_id = $1 ORDER BY l.id`,
    [itemId],
  );
  return rows;
}

import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { prepared } from '../database/statement.js';
import type { Caller } from '../shared/access/caller.js';
import { refuseStale } from '../shared/conditions/refuse-stale.js';
import { Conflict, Forbidden, NotFound } from '../shared/errors/errors.js';
import { tellEvent } from '../shared/log/event.js';
import { itemResource } from './item.resource.js';
import { loanResource } from './loan.resource.js';

interface LockedItem {
  readonly id: string;
  readonly description: string;
}

interface OpenLoan {
  readonly id: string;
  readonly borrower_id: string;
}

/** Lending and giving back, whichever route asks for it. Every method expects to run inside a transaction. */
@Injectable()
export class LendingService {
  constructor(private readonly database: Database) {}

  /** Lends a free item: to somebody by those with `loans`, to oneself by others. The id of the loan. */
  async lend(caller: Caller, itemId: string, username: string, dueAt: Date | null = null): Promise<string> {
    const item = await this.lockItem(itemId);
    refuseToLend(caller, username, dueAt);
    const borrowerId = await this.borrowerNamed(username);
    if (await this.openLoanOf(item)) throw new Conflict('Item is already on loan.', 'ITEM_ON_LOAN');
    return this.open(caller, item, borrowerId, dueAt);
  }

  /** Puts an item into somebody's hands: lends it if it is free, transfers it if somebody else holds it. */
  async handTo(caller: Caller, itemId: string, username: string): Promise<void> {
    const item = await this.lockItem(itemId);
    refuseToLend(caller, username, null);
    const borrowerId = await this.borrowerNamed(username);
    await refuseStale(this.database, itemResource, itemId);
    const loan = await this.openLoanOf(item);
    if (loan?.borrower_id === borrowerId) return;
    if (loan && !caller.may('loans')) throw new Conflict('Item is already on loan.', 'ITEM_ON_LOAN');
    if (loan) await this.close(caller, loan);
    await this.open(caller, item, borrowerId, null);
  }

  /**
   * Takes an item back: from anybody by those with `loans`, from oneself by others. A free item stays free, and where
   * one loan is meant, a later one stays open.
   */
  async giveBack(caller: Caller, itemId: string, onlyLoan?: string): Promise<void> {
    const item = await this.lockItem(itemId);
    refuseToOperate(caller);
    const loan = await this.openLoanOf(item);
    if (!loan || (onlyLoan && loan.id !== onlyLoan)) return;
    if (loan.borrower_id !== caller.id && !caller.may('loans')) throw new Forbidden();
    await refuseStale(this.database, itemResource, itemId);
    await refuseStale(this.database, loanResource, loan.id);
    await this.close(caller, loan);
  }

  /** What happens to one item happens one after the other: times of its loans never overlap. */
  private async lockItem(id: string): Promise<LockedItem> {
    const [item] = await this.database.query<LockedItem>(
      prepared`SELECT id, description FROM items WHERE id = ${id} FOR NO KEY UPDATE`,
    );
    if (!item) throw new NotFound('Loan item not found.', 'LOAN_ITEM_NOT_FOUND');
    return item;
  }

  /** The lock keeps the borrower active and alive until the loan stands. */
  private async borrowerNamed(username: string): Promise<string> {
    const [user] = await this.database.query<{ id: string }>(
      prepared`SELECT id FROM users WHERE lower(username) = lower(${username}) AND active FOR SHARE`,
    );
    if (!user) throw new NotFound('User not found.', 'USER_NOT_FOUND');
    return user.id;
  }

  private async openLoanOf(item: LockedItem): Promise<OpenLoan | undefined> {
    const [loan] = await this.database.query<OpenLoan>(
      prepared`SELECT id, borrower_id FROM loans WHERE item_id = ${item.id} AND returned_at IS NULL`,
    );
    return loan;
  }

  /** Not before the item last came back, even if the clock was set back in between. */
  private async open(
    caller: Caller,
    item: LockedItem,
    borrowerId: string,
    dueAt: Date | null,
  ): Promise<string> {
    const [loan] = await this.database.query<{ id: string }>(
      prepared`
        INSERT INTO loans (item_id, item_description, borrower_id, lent_by_id, due_at, loaned_at)
        VALUES (${item.id}, ${item.description}, ${borrowerId}, ${caller.id}, ${dueAt}, greatest(
          date_trunc('milliseconds', clock_timestamp()),
          (SELECT returned_at FROM loans WHERE item_id = ${item.id} ORDER BY loaned_at DESC, id DESC LIMIT 1)))
        RETURNING id`,
    );
    if (!loan) throw new Error('An INSERT of one loan returned none.');
    this.database.afterCommit(() => tellEvent('loan.lent', { subject: loan.id, user: borrowerId }));
    return loan.id;
  }

  /**
   * The caller's own row is held before the loan's: a deletion of the caller takes them in that order, too, and neither
   * waits for the other for ever.
   */
  private async close(caller: Caller, loan: OpenLoan): Promise<void> {
    await this.database.query(
      prepared`
        WITH held AS MATERIALIZED (SELECT FROM users WHERE id = ${caller.id} FOR KEY SHARE)
        UPDATE loans
        SET returned_by_id = ${caller.id}, returned_at = greatest(date_trunc('milliseconds', clock_timestamp()), loaned_at)
        WHERE id = ${loan.id} AND (SELECT count(*) FROM held) <= 1`,
    );
    const { id, borrower_id: user } = loan;
    this.database.afterCommit(() => tellEvent('loan.returned', { subject: id, user }));
  }
}

/** With `loans` always; others in self-service mode. */
function refuseToOperate(caller: Caller): void {
  if (!caller.may('loans') && caller.mode !== 'self-service') throw new Forbidden();
}

/** Without `loans` one lends to oneself only, and sets no date. */
function refuseToLend(caller: Caller, username: string, dueAt: Date | null): void {
  refuseToOperate(caller);
  if (caller.may('loans')) return;
  if (dueAt || username.toLowerCase() !== caller.username.toLowerCase()) throw new Forbidden();
}

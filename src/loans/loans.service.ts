import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Caller } from '../shared/access/caller.js';
import { refuseStale } from '../shared/conditions/refuse-stale.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import type { One, Page } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import { userResource } from '../users/user.resource.js';
import { itemResource } from './item.resource.js';
import { LendingService } from './lending.service.js';
import type { CreateLoanDto } from './loan.dto.js';
import { loanResource } from './loan.resource.js';

type LoanAnswer = Promise<One<typeof loanResource>>;
type LoanPage = Promise<Page<typeof loanResource>>;

/** The history of lending, and lending as a record of its own. */
@Injectable()
export class LoansService {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
    private readonly lending: LendingService,
  ) {}

  list(caller: Caller, query: ListQuery): LoanPage {
    return this.reader.list(loanResource, caller, query);
  }

  ofItem(caller: Caller, itemId: string, query: ListQuery): LoanPage {
    return this.reader.listRelated(itemResource, 'loans', caller, itemId, query);
  }

  ofUser(caller: Caller, username: string, query: ListQuery): LoanPage {
    return this.reader.listRelated(userResource, 'loans', caller, username, query);
  }

  find(caller: Caller, id: string, query?: OneQuery): LoanAnswer {
    return this.reader.one(loanResource, caller, id, query);
  }

  async create(caller: Caller, input: CreateLoanDto): LoanAnswer {
    return this.database.inTransaction(async () => {
      const id = await this.lending.lend(caller, input.item, input.borrower ?? caller.username, input.dueAt);
      return this.find(caller, id);
    });
  }

  /** Returned already: nothing changes. */
  async giveBack(caller: Caller, id: string): LoanAnswer {
    return this.database.inTransaction(async () => {
      const loan = await this.reader.row(loanResource, caller, id);
      const isOpen = loan.status !== 'returned' && loan.item !== null;
      if (isOpen) await this.lending.giveBack(caller, loan.item, id);
      await refuseStale(this.database, loanResource, id);
      return this.find(caller, id);
    });
  }
}

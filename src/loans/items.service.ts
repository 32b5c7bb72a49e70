import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Caller } from '../shared/access/caller.js';
import { refuseStale } from '../shared/conditions/refuse-stale.js';
import { Forbidden, NotFound } from '../shared/errors/errors.js';
import { tellEvent } from '../shared/log/event.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { type One, type Page, Removed } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import { Item } from './item.entity.js';
import { itemResource } from './item.resource.js';
import { LendingService } from './lending.service.js';
import type { CreateItemDto, UpdateItemDto } from './loan.dto.js';

type ItemAnswer = Promise<One<typeof itemResource>>;

/** The catalogue. */
@Injectable()
export class ItemsService {
  constructor(
    private readonly database: Database,
    private readonly reader: Reader,
    private readonly lending: LendingService,
  ) {}

  list(caller: Caller, query: ListQuery): Promise<Page<typeof itemResource>> {
    return this.reader.list(itemResource, caller, query);
  }

  find(caller: Caller, id: string, query?: OneQuery): ItemAnswer {
    return this.reader.one(itemResource, caller, id, query);
  }

  async create(caller: Caller, input: CreateItemDto): ItemAnswer {
    const { id = randomUUID(), description, loanedto } = input;
    return this.database.inTransaction(async () => {
      await this.database.entities.insert(Item, { id, description });
      this.database.afterCommit(() => tellEvent('item.created', { subject: id }));
      if (loanedto) await this.lending.lend(caller, id, loanedto);
      return this.find(caller, id);
    });
  }

  /** Editing needs `items`; who holds it is lending's to decide. Both happen or neither. */
  async update(caller: Caller, id: string, changes: UpdateItemDto): ItemAnswer {
    return this.database.inTransaction(async () => {
      if (changes.description !== undefined) await this.edit(caller, id, changes.description);
      if (changes.loanedto) await this.lending.handTo(caller, id, changes.loanedto);
      if (changes.loanedto === null) await this.lending.giveBack(caller, id);
      await refuseStale(this.database, itemResource, id);
      return this.find(caller, id);
    });
  }

  async remove(caller: Caller, id: string): Promise<Removed<typeof itemResource>> {
    return this.database.inTransaction(async () => {
      const row = await this.reader.lastRow(itemResource, caller, id);
      await refuseStale(this.database, itemResource, id);
      await this.database.entities.delete(Item, { id });
      this.database.afterCommit(() => tellEvent('item.deleted', { subject: id }));
      return new Removed(itemResource, row);
    });
  }

  private async edit(caller: Caller, id: string, description: string): Promise<void> {
    const known = await this.database.entities.existsBy(Item, { id });
    if (!known) throw new NotFound('Loan item not found.', 'LOAN_ITEM_NOT_FOUND');
    if (!caller.may('items')) throw new Forbidden();
    await refuseStale(this.database, itemResource, id);
    await this.database.entities.update(Item, { id }, { description });
    const fields = ['description'];
    this.database.afterCommit(() => tellEvent('item.changed', { subject: id, fields }));
  }
}

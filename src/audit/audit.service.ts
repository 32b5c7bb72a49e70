import { Injectable } from '@nestjs/common';
import type { Caller } from '../shared/access/caller.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import type { One, Page } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import { auditEventResource } from './audit-event.resource.js';

/** What happened, for those who have to account for it. The database writes it itself. */
@Injectable()
export class AuditService {
  constructor(private readonly reader: Reader) {}

  list(caller: Caller, query: ListQuery): Promise<Page<typeof auditEventResource>> {
    return this.reader.list(auditEventResource, caller, query);
  }

  find(caller: Caller, id: string, query: OneQuery): Promise<One<typeof auditEventResource>> {
    return this.reader.one(auditEventResource, caller, id, query);
  }
}

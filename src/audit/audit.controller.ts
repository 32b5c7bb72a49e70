import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, Requires } from '../shared/access/decorators.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { auditEventResource } from './audit-event.resource.js';
import { AuditService } from './audit.service.js';

@ApiTags('audit-events')
@Controller('audit-events')
@Represents(auditEventResource)
@Requires('roles')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** Lists what happened to the records that the caller administers, the latest first. */
  @ApiOperation({ operationId: 'listAuditEvents' })
  @Get()
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.audit.list(caller, query);
  }

  /** Shows one event. */
  @ApiOperation({ operationId: 'getAuditEvent' })
  @Get(':id')
  find(@CurrentCaller() caller: Caller, @Id() id: string, @OneParams() query: OneQuery) {
    return this.audit.find(caller, id, query);
  }
}

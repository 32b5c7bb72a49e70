import { Controller, Delete, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller } from '../shared/access/decorators.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { Says } from '../shared/representation/openapi/decorators.js';
import { sessionResource } from './session.resource.js';
import { ENDED, SessionsService } from './sessions.service.js';

@ApiTags('sessions')
@Controller('sessions')
@Represents(sessionResource)
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  /** Lists the caller's own sessions that are alive. */
  @ApiOperation({ operationId: 'listSessions' })
  @Get()
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.sessions.list(caller, query);
  }

  /** Shows one of the caller's own sessions. */
  @ApiOperation({ operationId: 'getSession' })
  @Get(':id')
  find(@CurrentCaller() caller: Caller, @Id() id: string, @OneParams() query: OneQuery) {
    return this.sessions.find(caller, id, query);
  }

  /** Ends one of the caller's own sessions: its tokens are refused from now on, on every process. */
  @ApiOperation({ operationId: 'endSession' })
  @Delete(':id')
  @Says(ENDED)
  remove(@CurrentCaller() caller: Caller, @Id() id: string) {
    return this.sessions.remove(caller, id);
  }
}

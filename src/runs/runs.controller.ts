import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller } from '../shared/access/decorators.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { CreateRunDto, UpdateRunDto } from './run.dto.js';
import { runResource } from './run.resource.js';
import { RunsService } from './runs.service.js';

@ApiTags('runs')
@Controller()
@Represents(runResource)
export class RunsController {
  constructor(private readonly runs: RunsService) {}

  /** Logs a run; its weather is looked up at once, or comes later. */
  @ApiOperation({ operationId: 'createRun' })
  @Post('runs')
  create(@CurrentCaller() caller: Caller, @Body() input: CreateRunDto) {
    return this.runs.create(caller, input);
  }

  /** Lists the runs that the caller may see, newest first. */
  @ApiOperation({ operationId: 'listRuns' })
  @Get('runs')
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.runs.list(caller, query);
  }

  /** Lists the runs of a user, newest first. */
  @ApiOperation({ operationId: 'listUserRuns' })
  @Get('users/:username/runs')
  ofUser(@CurrentCaller() caller: Caller, @Id('username') username: string, @ListParams() query: ListQuery) {
    return this.runs.ofUser(caller, username, query);
  }

  /** Shows a run. */
  @ApiOperation({ operationId: 'getRun' })
  @Get('runs/:id')
  find(@CurrentCaller() caller: Caller, @Id() id: string, @OneParams() query: OneQuery) {
    return this.runs.find(caller, id, query);
  }

  /** Changes what is sent of a run; another end means other weather. */
  @ApiOperation({ operationId: 'updateRun' })
  @Patch('runs/:id')
  update(@CurrentCaller() caller: Caller, @Id() id: string, @Body() changes: UpdateRunDto) {
    return this.runs.update(caller, id, changes);
  }

  /** Deletes a run. */
  @ApiOperation({ operationId: 'deleteRun' })
  @Delete('runs/:id')
  remove(@CurrentCaller() caller: Caller, @Id() id: string) {
    return this.runs.remove(caller, id);
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { runResource } from '../runs/run.resource.js';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller } from '../shared/access/decorators.js';
import type { ListQuery } from '../shared/query/list-query.js';
import { ListParams, Represents } from '../shared/representation/decorators.js';
import { reportResource } from './report.resource.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller('runs/summary')
@Represents(reportResource, { filtersOf: runResource })
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  /** Sums up the caller's runs week by week; with the permission `runs`, those of the users that a filter names. */
  @ApiOperation({ operationId: 'listReports' })
  @Get()
  weekly(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.reports.weekly(caller, query);
  }
}

import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { ExtendsJsonApi } from '../representation/decorators.js';
import type { Exchange } from '../representation/exchange.js';
import { ATOMIC } from '../representation/media-type.js';
import { Tagged } from '../representation/openapi/decorators.js';
import { OperationsService } from './operations.service.js';

@Tagged('operations', 'Many changes in one request.')
@Controller('operations')
export class OperationsController {
  constructor(private readonly operations: OperationsService) {}

  /** Does up to 100 changes in their order, all or none: each is checked and answered as if it had come alone. */
  @ApiOperation({ operationId: 'runOperations' })
  @Post()
  @HttpCode(200)
  @ExtendsJsonApi(ATOMIC)
  run(@Req() request: Exchange) {
    return this.operations.run(request);
  }
}

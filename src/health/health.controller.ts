import { Controller, Get } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Public } from '../shared/access/decorators.js';
import { AlwaysPlain } from '../shared/representation/decorators.js';
import { Refuses, Tagged } from '../shared/representation/openapi/decorators.js';
import { Health } from './health.answers.js';
import { HealthService } from './health.service.js';

@Tagged('health', 'Whether a process lives and should get requests.')
@Controller('health')
@AlwaysPlain()
@Public()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Says that the process is alive. */
  @ApiOperation({ operationId: 'getLiveness' })
  @Get('live')
  live(): Health {
    return new Health();
  }

  /** Says whether the process should get requests: its database is there and up to date. */
  @ApiOperation({ operationId: 'getReadiness' })
  @Get('ready')
  @Refuses(503, 'It is shutting down, its database is away, or migrations are missing.')
  async ready(): Promise<Health> {
    await this.health.refuseUnready();
    return new Health();
  }
}

import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../shared/access/decorators.js';
import { AlwaysPlain } from '../shared/representation/decorators.js';
import { HealthService } from './health.service.js';

/** How the process is. */
export class Health {
  /** Always `ok`: what is not answers 503. */
  readonly status = 'ok';
}

@ApiTags('health')
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
  async ready(): Promise<Health> {
    await this.health.refuseUnready();
    return new Health();
  }
}

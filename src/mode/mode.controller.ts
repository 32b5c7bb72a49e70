import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, Requires } from '../shared/access/decorators.js';
import { AlwaysPlain } from '../shared/representation/decorators.js';
import { Tagged } from '../shared/representation/openapi/decorators.js';
import { ModeDto } from './mode.dto.js';
import { ModeService } from './mode.service.js';

@Tagged('mode', 'Who lends and returns: members themselves, or only those with the permission.')
@Controller('mode')
@AlwaysPlain()
export class ModeController {
  constructor(private readonly modes: ModeService) {}

  /** Shows the club's mode. */
  @ApiOperation({ operationId: 'getMode' })
  @Get()
  find(@CurrentCaller() caller: Caller): ModeDto {
    return { mode: caller.mode };
  }

  /** Sets the club's mode: it counts for every request that comes after the answer. */
  @ApiOperation({ operationId: 'setMode' })
  @Put()
  @Requires('mode')
  async set(@Body() { mode }: ModeDto): Promise<ModeDto> {
    await this.modes.set(mode);
    return { mode };
  }
}

import { Controller, Get, Header, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller } from '../shared/access/decorators.js';
import { AlwaysPlain, Id } from '../shared/representation/decorators.js';
import { Note, Refuses } from '../shared/representation/openapi/decorators.js';
import { UserExport } from './export.answers.js';
import { ExportService } from './export.service.js';

@ApiTags('users')
@Controller()
@AlwaysPlain()
export class ExportController {
  constructor(private readonly exports: ExportService) {}

  /** Gives everything that is kept about a user as one document: to the user, or to who may read all of it. */
  @ApiOperation({ operationId: 'exportUser' })
  @ApiOkResponse({ type: UserExport })
  @Get('users/:username/export')
  @Header('Cache-Control', 'no-store')
  @Note('Others need the permissions `users`, `runs` and `loans`.')
  @Note('It is sent while it is read: an answer that breaks off is not whole.')
  @Refuses(
    429,
    'The caller’s last export is still under way, or a gateway before the server limits requests.',
  )
  @Refuses(503, 'Too many exports are under way, or the server cannot answer now.')
  export(@CurrentCaller() caller: Caller, @Id('username') username: string): Promise<StreamableFile> {
    return this.exports.export(caller, username);
  }
}

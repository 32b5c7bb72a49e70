import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, Requires } from '../shared/access/decorators.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { CreateRoleDto, UpdateRoleDto } from './role.dto.js';
import { Refuses } from '../shared/representation/openapi/decorators.js';
import { roleResource } from './role.resource.js';
import { RolesService } from './roles.service.js';

const BUILT_IN = 'The role is built in or in use, or type or id are others than the path’s.';

@ApiTags('roles')
@Controller('roles')
@Represents(roleResource)
@Requires('roles')
export class RolesController {
  constructor(private readonly roles: RolesService) {}

  /** Lists the roles. */
  @ApiOperation({ operationId: 'listRoles' })
  @Get()
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.roles.list(caller, query);
  }

  /** Makes a role of the club's own. */
  @ApiOperation({ operationId: 'createRole' })
  @Post()
  create(@CurrentCaller() caller: Caller, @Body() input: CreateRoleDto) {
    return this.roles.create(caller, input);
  }

  /** Shows a role. */
  @ApiOperation({ operationId: 'getRole' })
  @Get(':name')
  find(@CurrentCaller() caller: Caller, @Id() name: string, @OneParams() query: OneQuery) {
    return this.roles.find(caller, name, query);
  }

  /** Changes a role that is neither built in nor in use. */
  @ApiOperation({ operationId: 'updateRole' })
  @Patch(':name')
  @Refuses(409, BUILT_IN)
  update(@CurrentCaller() caller: Caller, @Id() name: string, @Body() changes: UpdateRoleDto) {
    return this.roles.update(caller, name, changes);
  }

  /** Deletes a role that is neither built in nor in use. */
  @ApiOperation({ operationId: 'deleteRole' })
  @Delete(':name')
  @Refuses(409, BUILT_IN)
  remove(@CurrentCaller() caller: Caller, @Id() name: string) {
    return this.roles.remove(caller, name);
  }
}

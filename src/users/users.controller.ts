import { Body, Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, MaybeCaller, OptionalCaller } from '../shared/access/decorators.js';
import { LimitsRegistration } from '../shared/limits/registration.guard.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { CreateUserDto, UpdateUserDto } from './user.dto.js';
import { userResource } from './user.resource.js';
import { UsersService } from './users.service.js';

@ApiTags('users')
@Controller()
@Represents(userResource)
export class UsersController {
  constructor(private readonly users: UsersService) {}

  /** Shows the caller's own user. */
  @ApiOperation({ operationId: 'getMe' })
  @Get('me')
  me(@CurrentCaller() caller: Caller, @OneParams() query: OneQuery) {
    return this.users.find(caller, caller.username, query);
  }

  /** Registers a user; roles other than `regular` are given by admins only. */
  @ApiOperation({ operationId: 'createUser' })
  @Post('users')
  @OptionalCaller()
  @LimitsRegistration()
  register(@MaybeCaller() caller: Caller | null, @Body() input: CreateUserDto) {
    return this.users.register(caller, input);
  }

  /** Lists the users that the caller may see. */
  @ApiOperation({ operationId: 'listUsers' })
  @Get('users')
  list(@CurrentCaller() caller: Caller, @ListParams() query: ListQuery) {
    return this.users.list(caller, query);
  }

  /** Shows a user. */
  @ApiOperation({ operationId: 'getUser' })
  @Get('users/:username')
  find(@CurrentCaller() caller: Caller, @Id() username: string, @OneParams() query: OneQuery) {
    return this.users.find(caller, username, query);
  }

  /** Changes what is sent of a user, as PATCH does. */
  @ApiOperation({ operationId: 'replaceUser' })
  @Put('users/:username')
  replace(@CurrentCaller() caller: Caller, @Id() username: string, @Body() changes: UpdateUserDto) {
    return this.users.update(caller, username, changes);
  }

  /** Changes what is sent of a user; a new password ends the user's other sessions. */
  @ApiOperation({ operationId: 'updateUser' })
  @Patch('users/:username')
  update(@CurrentCaller() caller: Caller, @Id() username: string, @Body() changes: UpdateUserDto) {
    return this.users.update(caller, username, changes);
  }

  /** Deletes a user who holds nothing; the user's runs go too. */
  @ApiOperation({ operationId: 'deleteUser' })
  @Delete('users/:username')
  remove(@CurrentCaller() caller: Caller, @Id() username: string) {
    return this.users.remove(caller, username);
  }
}

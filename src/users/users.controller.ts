import { Body, Controller, Delete, Get, Patch, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, MaybeCaller, OptionalCaller } from '../shared/access/decorators.js';
import { LimitsRegistration } from '../shared/limits/registration.guard.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { Id, ListParams, OneParams, Represents } from '../shared/representation/decorators.js';
import { CreateUserDto, UpdateUserDto } from './user.dto.js';
import { Refuses, Says } from '../shared/representation/openapi/decorators.js';
import { userResource } from './user.resource.js';
import { UsersService } from './users.service.js';

const LAST_ADMIN =
  'The email address is taken, the first or the last admin would be lost, or type or id are others than the path’s.';

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
  @Says('Successfully registered.')
  @Refuses(409, 'The name or the email address is taken, or type or id are not what they should be.')
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
  @Says('Password successfully changed.', { maybeAlone: true })
  @Refuses(409, LAST_ADMIN)
  replace(@CurrentCaller() caller: Caller, @Id() username: string, @Body() changes: UpdateUserDto) {
    return this.users.update(caller, username, changes);
  }

  /** Changes what is sent of a user; a new password ends the user's other sessions. */
  @ApiOperation({ operationId: 'updateUser' })
  @Patch('users/:username')
  @Says('Password successfully changed.', { maybeAlone: true })
  @Refuses(409, LAST_ADMIN)
  update(@CurrentCaller() caller: Caller, @Id() username: string, @Body() changes: UpdateUserDto) {
    return this.users.update(caller, username, changes);
  }

  /** Deletes a user who holds nothing; the user's runs go too. */
  @ApiOperation({ operationId: 'deleteUser' })
  @Delete('users/:username')
  @Refuses(409, 'The user holds items, or is the first or the last admin.')
  remove(@CurrentCaller() caller: Caller, @Id() username: string) {
    return this.users.remove(caller, username);
  }
}

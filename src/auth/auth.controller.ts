import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Caller } from '../shared/access/caller.js';
import { CurrentCaller, Public } from '../shared/access/decorators.js';
import { AlwaysPlain } from '../shared/representation/decorators.js';
import { Refuses, Tagged } from '../shared/representation/openapi/decorators.js';
import type { Origin } from '../users/session-origin.js';
import { LoggedIn, LoggedOut } from './auth.answers.js';
import { LoginDto } from './auth.dto.js';
import { AuthService } from './auth.service.js';
import { FromWhere } from './from-where.js';

/** Tokens are kept by nobody but the client. */
const UNSTORED = ['Cache-Control', 'no-store'] as const;

@Tagged('auth', 'Logging in and out.')
@Controller()
@AlwaysPlain()
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  /** Logs in: answers the token that other requests send. */
  @ApiOperation({ operationId: 'login' })
  @Post('login')
  @HttpCode(200)
  @Header(...UNSTORED)
  @Public()
  @Refuses(401, 'Wrong name or password, or an inactive user.')
  @Refuses(429, 'Too many failed logins.')
  @Refuses(503, 'Too many logins at once: nothing was looked at.')
  login(@Body() input: LoginDto, @FromWhere() origin: Origin): Promise<LoggedIn> {
    return this.auth.login(input, origin);
  }

  /** Logs in, at the address of one of the older systems. */
  @ApiOperation({ operationId: 'loginUser' })
  @Post('user/login')
  @HttpCode(200)
  @Header(...UNSTORED)
  @Public()
  @Refuses(401, 'Wrong name or password, or an inactive user.')
  @Refuses(429, 'Too many failed logins.')
  @Refuses(503, 'Too many logins at once: nothing was looked at.')
  loginUser(@Body() input: LoginDto, @FromWhere() origin: Origin): Promise<LoggedIn> {
    return this.auth.login(input, origin);
  }

  /** Answers a fresh token of the same session. */
  @ApiOperation({ operationId: 'refreshToken' })
  @Post('refresh')
  @HttpCode(200)
  @Header(...UNSTORED)
  refresh(@CurrentCaller() caller: Caller): Promise<LoggedIn> {
    return this.auth.refresh(caller);
  }

  /** Ends the session: its tokens are refused from now on, on every process. */
  @ApiOperation({ operationId: 'logout' })
  @Post('logout')
  @HttpCode(200)
  async logout(@CurrentCaller() caller: Caller): Promise<LoggedOut> {
    await this.auth.logout(caller);
    return new LoggedOut();
  }

  /** Ends the session, at the address of one of the older systems. */
  @ApiOperation({ operationId: 'logoutUser' })
  @Post('user/logout')
  @HttpCode(200)
  logoutUser(@CurrentCaller() caller: Caller): Promise<LoggedOut> {
    return this.logout(caller);
  }
}

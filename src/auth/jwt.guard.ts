import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Caller } from '../shared/access/caller.js';
import { ADMITS, type Admission, type CallerRequest } from '../shared/access/decorators.js';
import { requestContext } from '../shared/context/request-context.js';
import { Unauthorized } from '../shared/errors/errors.js';
import { JwtStrategy } from './jwt.strategy.js';
import { type TokenBearing, tokenOf } from './token-of.js';

interface Request extends CallerRequest {
  readonly raw: TokenBearing;
}

/** The first guard: finds out who is calling, on every route that is not public. */
@Injectable()
export class JwtGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly strategy: JwtStrategy,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const admits = this.reflector.getAllAndOverride<Admission | undefined>(ADMITS, places) ?? 'caller';
    const request = context.switchToHttp().getRequest<Request>();
    request.caller = admits === 'anybody' ? null : await this.callerOf(request, admits);
    const known = requestContext();
    if (known) known.actorId = request.caller?.id ?? null;
    return true;
  }

  private async callerOf({ raw }: Request, admits: Admission): Promise<Caller | null> {
    const token = tokenOf(raw);
    if (token === undefined && admits === 'caller-or-anybody') return null;
    if (token === undefined) throw new Unauthorized('Log in first: no token was sent.', 'TOKEN_MISSING');
    const caller = await this.strategy.callerOf(token);
    if (!caller)
      throw new Unauthorized('The token is not valid or no longer counts: log in.', 'TOKEN_INVALID');
    return caller;
  }
}

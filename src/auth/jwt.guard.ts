import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { ADMITS, type Admission, type CallerRequest } from '../shared/access/decorators.js';
import { Unauthorized } from '../shared/errors/errors.js';
import { JwtStrategy } from './jwt.strategy.js';
import { type TokenBearing, tokenOf } from './token-of.js';

interface Request extends CallerRequest {
  readonly raw: TokenBearing;
}

/** The first guard: finds out who is calling, on every route that is not public. */
@Injectable()
export class JwtGuard extends AuthGuard() {
  constructor(
    private readonly reflector: Reflector,
    { registeredAs }: JwtStrategy,
  ) {
    super({ property: 'caller', defaultStrategy: registeredAs });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    const admits = this.reflector.getAllAndOverride<Admission | undefined>(ADMITS, places) ?? 'caller';
    const request = context.switchToHttp().getRequest<Request>();
    request.caller = null;
    if (admits === 'anybody') return true;
    const token = tokenOf(request.raw);
    if (token === undefined && admits === 'caller-or-anybody') return true;
    if (token === undefined) throw new Unauthorized('Log in first: no token was sent.', 'TOKEN_MISSING');
    return (await super.canActivate(context)) === true;
  }

  /** Passport's verdict: an error of ours, a caller, or `false` for a token that is not good. */
  override handleRequest<T>(error: Error | null, caller: T | false): T {
    if (error) throw error;
    if (!caller)
      throw new Unauthorized('The token is not valid or no longer counts: log in.', 'TOKEN_INVALID');
    return caller;
  }
}

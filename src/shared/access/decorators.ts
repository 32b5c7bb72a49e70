import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { Unauthorized } from '../errors/errors.js';
import type { Caller, Permission } from './caller.js';

export const ADMITS = 'kitroom:admits';
export const REQUIRES = 'kitroom:requires';

/** Whom a route lets in: those who are logged in where it says nothing. */
export type Admission = 'anybody' | 'caller-or-anybody' | 'caller';

/** Anybody may call this; a token is not looked at. */
export const Public = () => SetMetadata(ADMITS, 'anybody' satisfies Admission);

/** Anybody may call this, and a token that is sent must be good. */
export const OptionalCaller = () => SetMetadata(ADMITS, 'caller-or-anybody' satisfies Admission);

/** Only callers with this permission may call this. */
export const Requires = (permission: Permission) => SetMetadata(REQUIRES, permission);

/** A request after the first guard. */
export interface CallerRequest {
  caller?: Caller | null;
}

const callerOf = (context: ExecutionContext): Caller | null =>
  context.switchToHttp().getRequest<CallerRequest>().caller ?? null;

/** Who is calling. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context);
  if (!caller) throw new Unauthorized('Log in first.', 'TOKEN_MISSING');
  return caller;
});

/** Who is calling, or null where nobody is logged in. */
export const MaybeCaller = createParamDecorator((_: unknown, context: ExecutionContext) => callerOf(context));

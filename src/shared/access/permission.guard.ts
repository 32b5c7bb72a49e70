import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Forbidden } from '../errors/errors.js';
import type { Permission } from './caller.js';
import { type CallerRequest, REQUIRES } from './decorators.js';

/** Enforces `@Requires()`: the permission that a route needs whatever its body says. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(REQUIRES, places);
    const { caller } = context.switchToHttp().getRequest<CallerRequest>();
    if (needed && !caller?.may(needed)) throw new Forbidden();
    return true;
  }
}

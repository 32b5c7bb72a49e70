import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
  UseGuards,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Permission } from '../shared/access/caller.js';
import type { CallerRequest } from '../shared/access/decorators.js';
import { Forbidden } from '../shared/errors/errors.js';
import { Note, Refuses } from '../shared/representation/openapi/decorators.js';

export const SELF_SERVICE = 'kitroom:self-service';

/** Lets every member in while the club is in self-service mode, and those with a permission in any mode. */
@Injectable()
export class SelfServiceGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { caller } = context.switchToHttp().getRequest<CallerRequest>();
    const permissions = this.reflector.get<readonly Permission[]>(SELF_SERVICE, context.getHandler());
    if (caller?.mode === 'self-service') return true;
    if (permissions.some((permission) => caller?.may(permission))) return true;
    throw new Forbidden();
  }
}

/** A route for members in self-service mode; in any mode for those with one of the permissions. */
export const SelfService = (...orWith: readonly Permission[]) =>
  applyDecorators(
    SetMetadata(SELF_SERVICE, orWith),
    UseGuards(SelfServiceGuard),
    Note(`In self-service mode any member may do this; in any mode it needs ${anyOf(orWith)}.`),
    Refuses(403, 'The caller may not do this, in this mode or at all.'),
  );

const anyOf = (permissions: readonly Permission[]): string =>
  `the permission ${permissions.map((permission) => `\`${permission}\``).join(' or ')}`;

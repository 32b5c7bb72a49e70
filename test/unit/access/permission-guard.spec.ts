import { describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import type { Permission } from '../../../src/shared/access/caller.js';
import { Requires } from '../../../src/shared/access/decorators.js';
import { PermissionGuard } from '../../../src/shared/access/permission.guard.js';
import { callerWith, contextOf } from '../../support/guarded.js';
import { problemOf } from '../../support/refusals.js';

@Requires('roles')
class Roles {
  list(): void {}

  @Requires('mode')
  switchMode(): void {}
}

class Open {
  list(): void {}

  @Requires('items')
  change(): void {}
}

const guard = new PermissionGuard(new Reflector());
const ROUTES: Readonly<Record<string, [new () => object, () => void]>> = {
  'a closed class': [Roles, Roles.prototype.list],
  'a method that says otherwise': [Roles, Roles.prototype.switchMode],
  'a closed method': [Open, Open.prototype.change],
  'an open method': [Open, Open.prototype.list],
};
const enter = (route: string, request: object): boolean => {
  const [controller, handler] = ROUTES[route] ?? [Open, Open.prototype.list];
  return guard.canActivate(contextOf(controller, handler, request));
};

describe('PermissionGuard', () => {
  it.each<[string, Permission]>([
    ['a closed class', 'roles'],
    ['a method that says otherwise', 'mode'],
    ['a closed method', 'items'],
  ])('lets into %s those with `%s` only', (route, permission) => {
    expect(enter(route, { caller: callerWith([permission]) })).toBe(true);
    for (const caller of [callerWith(['users', 'loans', 'runs']), null, undefined]) {
      expect(problemOf(() => enter(route, { caller })).status).toBe(403);
    }
  });

  it('asks the method before the class', () => {
    expect(
      problemOf(() => enter('a method that says otherwise', { caller: callerWith(['roles']) })).status,
    ).toBe(403);
  });

  it('lets anybody in where nothing is required', () => {
    for (const caller of [callerWith([]), null, undefined])
      expect(enter('an open method', { caller })).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Reflector } from '@nestjs/core';
import { SelfService, SelfServiceGuard } from '../../../src/mode/self-service.guard.js';
import type { Caller } from '../../../src/shared/access/caller.js';
import { NOTES, REFUSALS } from '../../../src/shared/representation/openapi/decorators.js';
import { callerWith, contextOf } from '../../support/guarded.js';
import { problemOf } from '../../support/refusals.js';

class Lending {
  @SelfService('items', 'loans')
  lend(): void {}
}

const guard = new SelfServiceGuard(new Reflector());
const enter = (caller: Caller | null): boolean =>
  guard.canActivate(contextOf(Lending, Lending.prototype.lend, { caller }));

describe('SelfServiceGuard', () => {
  it('lets every member in while the club is in self-service mode', () => {
    expect(enter(callerWith([], 'self-service'))).toBe(true);
  });

  it.each([['items'], ['loans']] as const)('lets those with `%s` in, in any mode', (permission) => {
    expect(enter(callerWith([permission]))).toBe(true);
    expect(enter(callerWith([permission], 'self-service'))).toBe(true);
  });

  it.each([
    ['a member', callerWith([])],
    ['one with other permissions', callerWith(['users', 'roles', 'runs', 'mode'])],
    ['nobody', null],
  ])('refuses %s while the club is operated by admins', (_, caller) => {
    expect(problemOf(() => enter(caller)).status).toBe(403);
  });

  it('tells the documents who may', () => {
    const { lend } = Lending.prototype;
    expect(Reflect.getMetadata(NOTES, lend)).toEqual([
      'In self-service mode any member may do this; in any mode it needs the permission `items` or `loans`.',
    ]);
    expect(Reflect.getMetadata(REFUSALS, lend)).toEqual([
      { status: 403, when: 'The caller may not do this, in this mode or at all.' },
    ]);
  });
});

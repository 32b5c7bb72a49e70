import { describe, expect, it } from '@jest/globals';
import { Caller, type Permission } from '../../src/shared/access/caller.js';
import {
  refuseActivation,
  refuseFirstAdmin,
  refuseStranger,
  rolesAsked,
  rolesField,
  sameNames,
  type Target,
} from '../../src/users/user-rules.js';
import { problemOf } from '../support/refusals.js';

const caller = (id: string, ...permissions: Permission[]) =>
  new Caller(id, 'session', {
    username: id,
    timeZone: 'UTC',
    roles: [],
    permissions,
    mode: 'admin-operated',
  });
const target = (changes: Partial<Target> = {}): Target => ({
  id: 'bob',
  username: 'bob',
  active: true,
  first_admin: false,
  roles: ['regular'],
  privileged: false,
  ...changes,
});
const statusOf = (work: () => void): number => {
  try {
    work();
  } catch {
    return problemOf(work).status;
  }
  return 200;
};

describe('rolesAsked', () => {
  it.each([
    [{}, undefined],
    [{ role: 'user' }, ['regular']],
    [{ roles: ['user', 'regular', 'admin'] }, ['regular', 'admin']],
    [{ role: 'admin', roles: ['regular', 'admin'] }, ['regular', 'admin']],
    [{ role: 'a', roles: ['b', 'a'] }, ['b', 'a']],
    [{ role: 'user', roles: ['regular', 'a'] }, ['regular', 'a']],
  ])('reads %j as %j', (input, roles) => {
    expect(rolesAsked(input)).toEqual(roles);
  });

  it.each([
    { role: 'admin', roles: ['regular'] },
    { role: 'regular', roles: ['admin', 'regular'] },
    { role: 'b', roles: ['b', 'a'] },
    { role: 'constructor', roles: ['regular'] },
  ])('refuses %j, which disagree', (input) => {
    expect(problemOf(() => rolesAsked(input))).toMatchObject({ status: 422 });
  });
});

describe('refuseStranger', () => {
  it.each<[string, Permission[], boolean, number]>([
    ['bob', [], true, 200],
    ['ann', [], false, 403],
    ['ann', ['items', 'loans', 'runs', 'mode', 'roles'], false, 403],
    ['ann', ['users'], false, 200],
    ['ann', ['users'], true, 403],
    ['ann', ['roles'], true, 403],
    ['ann', ['users', 'roles'], true, 200],
  ])('%s with %j and somebody privileged: %s: %i', (id, permissions, privileged, status) => {
    expect(statusOf(() => refuseStranger(caller(id, ...permissions), target({ privileged })))).toBe(status);
  });
});

describe('refuseActivation', () => {
  it.each<[string, Permission[], boolean | undefined, number]>([
    ['bob', [], undefined, 200],
    ['bob', [], true, 200],
    ['bob', [], false, 403],
    ['bob', ['users'], false, 403],
    ['bob', ['users', 'roles'], false, 200],
    ['ann', ['users'], false, 200],
  ])('%s with %j sets active of bob to %s: %s', (id, permissions, active, status) => {
    const change = active === undefined ? {} : { active };
    expect(statusOf(() => refuseActivation(caller(id, ...permissions), target(), change))).toBe(status);
  });
});

describe('refuseFirstAdmin', () => {
  it.each([
    [{}, 200],
    [{ roles: ['admin', 'regular'] }, 200],
    [{ active: true }, 200],
    [{ roles: ['regular'] }, 409],
    [{ active: false }, 409],
    [{ roles: ['admin'], active: false }, 409],
  ])('of %j: %i', (change, status) => {
    expect(statusOf(() => refuseFirstAdmin(target({ first_admin: true }), change))).toBe(status);
    expect(statusOf(() => refuseFirstAdmin(target(), change))).toBe(200);
  });
});

it.each([
  [['a', 'b'], ['b', 'a'], true],
  [['a'], ['a', 'b'], false],
  [['a', 'b'], ['a'], false],
  [[], [], true],
])('sameNames: %j and %j are the same: %s', (some, others, same) => {
  expect(sameNames(some, others)).toBe(same);
});

describe('what is refused', () => {
  it('is told where roles were asked for', () => {
    expect([rolesField({ role: 'a' }), rolesField({ roles: [] }), rolesField({})]).toEqual([
      'role',
      'roles',
      'role',
    ]);
    const { detail, faults } = problemOf(() => rolesAsked({ role: 'a', roles: ['b'] }));
    expect([detail, faults[0]?.field]).toEqual(['`role` and `roles` disagree.', 'role']);
  });

  it('is told of the first admin', () => {
    const { status, code, detail } = problemOf(() =>
      refuseFirstAdmin(target({ first_admin: true }), { active: false }),
    );
    expect({ status, code, detail }).toEqual({
      status: 409,
      code: 'FIRST_ADMIN',
      detail: "Can't change admin username or role.",
    });
  });
});

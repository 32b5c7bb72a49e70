import { ADMIN, BUILT_IN_ROLES, roleNamed } from '../roles/role-names.js';
import type { Caller } from '../shared/access/caller.js';
import { Conflict, Forbidden, Invalid } from '../shared/errors/errors.js';
import type { UpdateUserDto } from './user.dto.js';

/** A user who is about to be changed, under lock. */
export interface Target {
  readonly id: string;
  readonly username: string;
  readonly active: boolean;
  readonly first_admin: boolean;
  readonly roles: readonly string[];
  /** Holds a role with any permission. */
  readonly privileged: boolean;
}

interface RolesInput {
  readonly role?: string;
  readonly roles?: readonly string[];
}

/** The field that roles were asked for by. */
export const rolesField = ({ roles }: RolesInput): string => (roles ? 'roles' : 'role');

/** The roles that a body asks for, each once and by its proper name, or undefined where it says nothing of roles. */
export function rolesAsked(input: RolesInput): string[] | undefined {
  const role = input.role === undefined ? undefined : roleNamed(input.role);
  const roles = input.roles && [...new Set(input.roles.map(roleNamed))];
  if (role !== undefined && roles && highestOf(roles) !== role) {
    throw Invalid.field('role', '`role` and `roles` disagree.');
  }
  return roles ?? (role === undefined ? undefined : [role]);
}

/** What `role` shows of several: a built-in one in their order, or else the first by name. */
const highestOf = (roles: readonly string[]): string | undefined =>
  BUILT_IN_ROLES.find((name) => roles.includes(name)) ?? [...roles].sort()[0];

/** Oneself, or with `users` anybody unprivileged, or with `users` and `roles` anybody. */
export function refuseStranger(caller: Caller, target: Target): void {
  if (caller.id === target.id) return;
  if (caller.may('users') && (!target.privileged || caller.may('roles'))) return;
  throw new Forbidden();
}

/** Nobody switches themselves off but those who administer everybody. */
export function refuseActivation(caller: Caller, target: Target, changes: UpdateUserDto): void {
  if (changes.active === undefined || changes.active === target.active) return;
  if (caller.may('users') && (caller.id !== target.id || caller.may('roles'))) return;
  throw new Forbidden();
}

/**
 * The first admin stays an active admin. Since the role `admin` is fixed, somebody who may grant roles is always left.
 */
export function refuseFirstAdmin(
  target: Target,
  change: { roles?: readonly string[]; active?: boolean },
): void {
  if (!target.first_admin) return;
  if (change.active !== false && (change.roles?.includes(ADMIN) ?? true)) return;
  throw new Conflict("Can't change admin username or role.", 'FIRST_ADMIN');
}

export const sameNames = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((name) => others.includes(name));

import type { Mode } from '../../settings/mode.js';

export const PERMISSIONS = ['users', 'roles', 'items', 'loans', 'runs', 'mode'] as const;

/** What a role may allow: to administer users, roles, items, loans, runs, or the mode. */
export type Permission = (typeof PERMISSIONS)[number];

/** Who is calling, read from the database at this very request. */
export class Caller {
  /** Equal for callers who may do the same in the same mode. */
  readonly rights: string;
  private readonly permissions: ReadonlySet<Permission>;

  constructor(
    /** The user's UUID, never reused. */
    readonly id: string,
    readonly username: string,
    readonly sessionId: string,
    readonly roles: readonly string[],
    permissions: readonly Permission[],
    /** The club's mode at this request. */
    readonly mode: Mode,
  ) {
    this.permissions = new Set(permissions);
    this.rights = `${mode} ${PERMISSIONS.filter((each) => this.may(each)).join()}`;
  }

  may(permission: Permission): boolean {
    return this.permissions.has(permission);
  }
}

export const PERMISSIONS = ['users', 'roles', 'items', 'loans', 'runs', 'mode'] as const;

/** What a role may allow: to administer users, roles, items, loans, runs, or the mode. */
export type Permission = (typeof PERMISSIONS)[number];

export const MODES = ['self-service', 'admin-operated'] as const;

/** Who lends and returns: members themselves, or only those with the permission `loans`. */
export type Mode = (typeof MODES)[number];

/** Who is calling, read from the database at this very request. */
export class Caller {
  private readonly permissions: ReadonlySet<Permission>;

  constructor(
    /** The user's UUID, never reused. */
    readonly id: string,
    readonly username: string,
    readonly sessionId: string,
    readonly roles: readonly string[],
    permissions: readonly Permission[],
    readonly mode: Mode,
  ) {
    this.permissions = new Set(permissions);
  }

  may(permission: Permission): boolean {
    return this.permissions.has(permission);
  }
}

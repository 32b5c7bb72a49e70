import type { Mode } from '../../settings/mode.js';

export const PERMISSIONS = ['users', 'roles', 'items', 'loans', 'runs', 'mode'] as const;

/** What a role may allow: to administer users, roles, items, loans, runs, or the mode. */
export type Permission = (typeof PERMISSIONS)[number];

/** What the database knows of a caller. */
export interface Identity {
  readonly username: string;
  /** IANA: that of the dates of runs which they log from now on. */
  readonly timeZone: string;
  readonly roles: readonly string[];
  readonly permissions: readonly Permission[];
  /** The club's mode at this request. */
  readonly mode: Mode;
}

/** Who is calling, read from the database at this very request. */
export class Caller {
  readonly username: string;
  readonly timeZone: string;
  readonly roles: readonly string[];
  readonly mode: Mode;
  /** Equal for callers who may do the same in the same mode. */
  readonly rights: string;
  private readonly permissions: ReadonlySet<Permission>;

  constructor(
    /** The user's UUID, never reused. */
    readonly id: string,
    readonly sessionId: string,
    { username, timeZone, roles, permissions, mode }: Identity,
  ) {
    this.username = username;
    this.timeZone = timeZone;
    this.roles = roles;
    this.mode = mode;
    this.permissions = new Set(permissions);
    this.rights = `${mode} ${PERMISSIONS.filter((each) => this.may(each)).join()}`;
  }

  may(permission: Permission): boolean {
    return this.permissions.has(permission);
  }
}

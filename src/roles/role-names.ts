import { raw } from 'sql-template-tag';

export const ADMIN = 'admin';
export const REGULAR = 'regular';

/** From the highest on. */
export const BUILT_IN_ROLES: readonly string[] = [ADMIN, 'usermanager', REGULAR];

/** The built-in roles from the highest on; others come after them, by name. */
export const ROLE_ORDER = raw(`'{${BUILT_IN_ROLES.join()}}'::text[]`);

/** `user` is the older name of `regular`. */
export const roleNamed = (name: string): string => (name === 'user' ? REGULAR : name);

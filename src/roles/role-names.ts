import { raw } from 'sql-template-tag';

export const ADMIN = 'admin';
export const REGULAR = 'regular';

/** The built-in roles from the highest on; others come after them, by name. */
export const ROLE_ORDER = raw(`'{${ADMIN},usermanager,${REGULAR}}'::text[]`);

/** `user` is the older name of `regular`. */
export const roleNamed = (name: string): string => (name === 'user' ? REGULAR : name);

export const MODES = ['self-service', 'admin-operated'] as const;

/** Who lends and returns: members themselves, or only those with the permission `loans`. */
export type Mode = (typeof MODES)[number];

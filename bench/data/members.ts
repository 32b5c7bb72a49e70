/** The number of the admin, who lends. */
export const ADMIN = 0;

/** Of every member. */
export const PASSWORD = 'the password of every member';

export const usernameOf = (member: number): string => `member-${member}`;

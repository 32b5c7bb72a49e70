import { securityHeaders } from './security-headers.js';

/**
 * What every answer says, whoever writes it, unless its route knows better: the representation depends on these headers,
 * is what it says it is, and is the caller's own, to be asked for again each time; and what browsers must not do with it.
 */
export const COMMON_HEADERS = {
  ...securityHeaders(),
  'cache-control': 'private, no-cache',
  vary: 'Accept, Authorization, access-token',
} as const;

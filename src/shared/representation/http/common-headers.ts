/**
 * What every answer says, whoever writes it, unless its route knows better: the representation depends on these headers,
 * is what it says it is, and is the caller's own, to be asked for again each time.
 */
export const COMMON_HEADERS = {
  'cache-control': 'private, no-cache',
  vary: 'Accept, Authorization, access-token',
  'x-content-type-options': 'nosniff',
} as const;

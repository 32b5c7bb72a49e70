/** What every answer says, whoever writes it: the representation depends on these headers, and is what it says it is. */
export const COMMON_HEADERS = {
  vary: 'Accept, Authorization, access-token',
  'x-content-type-options': 'nosniff',
} as const;

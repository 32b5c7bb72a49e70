/** The limits, as clients know them. */
export type Policy = 'login' | 'login-account' | 'login-address' | 'registration';

/** So many hits of one key in so many seconds. */
export interface Allowance {
  readonly policy: Policy;
  readonly key: string;
  readonly points: number;
  readonly seconds: number;
}

/** How often an allowance was made use of in its present window, which is over in `wait` seconds. */
export interface Standing {
  readonly allowance: Allowance;
  readonly hits: number;
  readonly wait: number;
}

/** The header fields of draft-ietf-httpapi-ratelimit-headers-10, as structured fields. */
export const rateLimitFields = ({ allowance, hits, wait }: Standing): Readonly<Record<string, string>> => {
  const { policy, points, seconds } = allowance;
  return {
    'RateLimit-Policy': `"${policy}";q=${points};w=${seconds}`,
    RateLimit: `"${policy}";r=${Math.max(0, points - hits)};t=${wait}`,
  };
};

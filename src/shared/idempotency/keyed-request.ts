import { createHash, createHmac } from 'node:crypto';

/** A request that its caller may send again, as it is remembered: nobody who reads the table learns key or body. */
export interface KeyedRequest {
  readonly userId: string;
  readonly keyHash: string;
  readonly method: string;
  readonly path: string;
  readonly bodyHash: string;
}

/** The body's hash needs the server's secret, lest a password be guessed from it; the key's must outlive the secret. */
export function hashRequest(
  { key, body, ...rest }: Pick<KeyedRequest, 'userId' | 'method' | 'path'> & { key: string; body: unknown },
  secretKey: string,
): KeyedRequest {
  const text = body === undefined ? '' : JSON.stringify(body);
  return {
    ...rest,
    keyHash: createHash('sha256').update(key).digest('base64url'),
    bodyHash: createHmac('sha256', secretKey).update(`idempotent body: ${text}`).digest('base64url'),
  };
}

export const isSameRequest = (one: KeyedRequest, other: Omit<KeyedRequest, 'userId' | 'keyHash'>): boolean =>
  one.method === other.method && one.path === other.path && one.bodyHash === other.bodyHash;

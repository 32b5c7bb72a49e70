import { KitroomError } from './kitroom-error.js';
import type { Transport } from './transport.js';

/** Attempts in all, and the milliseconds before the second; each further wait is twice as long. */
const ATTEMPTS = 4;
const FIRST_WAIT = 200;

/** What a gateway says for a server that is away. */
const AWAY = new Set([0, 502, 503, 504]);

/** Sends again what may be sent again: reads, and what carries an `Idempotency-Key` of a logged-in caller. */
export const withRetries =
  (transport: Transport): Transport =>
  async (call) => {
    const mayRepeat = call.method === 'GET' || (hasKey(call.headers) && hasToken(call.headers));
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await transport(call);
      } catch (error) {
        if (!mayRepeat || attempt === ATTEMPTS || !isPassing(error)) throw error;
        await wait(FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + Math.random() / 2), call.signal);
      }
    }
  };

type SentHeaders = Readonly<Record<string, string>> | undefined;
const hasKey = (headers: SentHeaders): boolean => headers?.['Idempotency-Key'] !== undefined;
const hasToken = (headers: SentHeaders): boolean => headers?.['Authorization'] !== undefined;

/** Whether it may well work in a moment. A query that took too long takes too long again. */
const isPassing = (error: unknown): boolean =>
  error instanceof KitroomError &&
  ((AWAY.has(error.status) && error.code !== 'QUERY_TIMEOUT') || error.code === 'IDEMPOTENCY_KEY_IN_USE');

/** Resolves after so many milliseconds; rejects with the signal's reason when that comes first. */
const wait = (time: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, time);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });

/** A new key for `Idempotency-Key`. Not `randomUUID`: browsers keep that from pages without TLS. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

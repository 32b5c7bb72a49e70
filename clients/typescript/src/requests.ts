import { newKey, withRetries } from './retry.js';
import { isRefused, type SessionKeeper } from './session.js';
import type { Answer, Call, Transport } from './transport.js';

/** What any single request may be given. */
export interface RequestOptions {
  /** Ends the wait for the answer; whether a change was made is then unknown. */
  readonly signal?: AbortSignal | undefined;
}

/** What a request that changes something may be given. */
export interface ChangeOptions extends RequestOptions {
  /**
   * The same key again, within 24 hours, is answered the same again and does nothing twice. Each call has one of its own
   * otherwise, which covers its retries.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Sends requests as the user who is logged in. */
export class Requests {
  readonly #transport: Transport;

  constructor(
    transport: Transport,
    private readonly keeper: SessionKeeper,
  ) {
    this.#transport = withRetries(transport);
  }

  /** Fails with a `KitroomError`. */
  async send(call: Call): Promise<Answer> {
    const token = await this.keeper.authorize();
    try {
      return await this.#transport({ ...call, headers: { ...token, ...call.headers } });
    } catch (error) {
      if (isRefused(error)) this.keeper.refuse(token);
      throw error;
    }
  }

  /** Sends what must not be done twice. */
  change({ idempotencyKey, signal }: ChangeOptions, call: Call): Promise<Answer> {
    const headers = { 'Idempotency-Key': idempotencyKey ?? newKey(), ...call.headers };
    return this.send({ ...call, headers, signal });
  }
}

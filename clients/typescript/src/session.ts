import type { components } from './generated/plain.js';
import { KitroomError } from './kitroom-error.js';
import type { Transport } from './transport.js';

type LoggedIn = components['schemas']['LoggedIn'];

/** A login, as it may be kept over a reload of the page. Who has the token is the user. */
export interface Session {
  readonly token: string;
  /** Milliseconds since 1970: no request is made with the token from then on. */
  readonly expiresAt: number;
  /** Milliseconds since 1970: the first request from then on takes a fresh token first. */
  readonly renewAt: number;
}

/** Keeps the token, and renews it in time. */
export class SessionKeeper {
  #session: Session | null;
  #renewal: Promise<void> | null = null;

  constructor(
    private readonly transport: Transport,
    session: Session | null,
    private readonly onChange: (session: Session | null) => void,
  ) {
    this.#session = session;
  }

  get session(): Session | null {
    return this.#session;
  }

  async login(username: string, password: string): Promise<void> {
    const { body } = await this.transport({ method: 'POST', path: '/login', body: { username, password } });
    this.#change(sessionOf(body as LoggedIn));
  }

  /** Ends the session on the server too, unless it has ended there already. */
  async logout(): Promise<void> {
    const headers = this.#headers();
    this.#change(null);
    await this.transport({ method: 'POST', path: '/logout', headers }).catch(letPass401);
  }

  /** The headers of a request that is made now. Where renewing fails, a token that still lives is used on. */
  async authorize(): Promise<Readonly<Record<string, string>>> {
    if (this.#session && this.#session.expiresAt <= Date.now()) this.#change(null);
    if (this.#session && this.#session.renewAt <= Date.now()) await this.renew().catch(ignoreRefusal);
    return this.#headers();
  }

  /** Takes a fresh token of the same session. Requests that need it meanwhile wait for the same one. */
  renew(): Promise<void> {
    this.#renewal ??= this.#renew().finally(() => {
      this.#renewal = null;
    });
    return this.#renewal;
  }

  /** The server no longer takes what these headers say. */
  refuse(headers: Readonly<Record<string, string>>): void {
    if (headers['Authorization'] === this.#headers()['Authorization'] && this.#session) this.#change(null);
  }

  async #renew(): Promise<void> {
    const before = this.#session;
    const headers = this.#headers();
    try {
      const { body } = await this.transport({ method: 'POST', path: '/refresh', headers });
      if (this.#session === before) this.#change(sessionOf(body as LoggedIn));
    } catch (error) {
      if (isRefused(error)) this.refuse(headers);
      throw error;
    }
  }

  #headers(): Readonly<Record<string, string>> {
    return this.#session ? { Authorization: `Bearer ${this.#session.token}` } : {};
  }

  #change(session: Session | null): void {
    this.#session = session;
    this.onChange(session);
  }
}

/** A token is renewed when two thirds of its life are over. */
function sessionOf({ auth_token, expires_in }: LoggedIn): Session {
  const now = Date.now();
  return { token: auth_token, renewAt: now + (expires_in * 2000) / 3, expiresAt: now + expires_in * 1000 };
}

/** Whether the token itself was not taken. */
export const isRefused = (error: unknown): boolean => error instanceof KitroomError && error.status === 401;

function letPass401(error: unknown): void {
  if (!isRefused(error)) throw error;
}

/** The request that wanted the token tells what is wrong better than its renewal does. */
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof KitroomError)) throw error;
}

import type { components } from './generated/plain.js';
import { Listing } from './listing.js';
import { Loans } from './loans.js';
import { Changeable } from './records.js';
import { type RequestOptions, Requests } from './requests.js';
import type { Place, User } from './resources.js';
import { type Session, SessionKeeper } from './session.js';
import { transportTo } from './transport.js';
import { VersionedRecords } from './versioned.js';

type Mode = components['schemas']['LendingMode'];

export interface KitroomOptions {
  /** Where the server is: `https://kit.club.example`. */
  readonly baseUrl: string;
  /** A session that was kept. */
  readonly session?: Session | null | undefined;
  /** Is told of each login, renewal and end of the session, so that it can be kept. */
  readonly onSession?: ((session: Session | null) => void) | undefined;
  /** What sends requests: the global `fetch` without it. */
  readonly fetch?: typeof fetch | undefined;
}

/** A Kitroom server, as somebody who is logged in or not. Every method fails with a `KitroomError`. */
export class Kitroom {
  readonly users: VersionedRecords<'users'>;
  readonly items: VersionedRecords<'loan-items'>;
  readonly loans: Loans;
  readonly runs: VersionedRecords<'runs'>;
  /** The weekly reports; filters are on the runs that they sum up. */
  readonly reports: Listing<'reports'>;
  readonly roles: Changeable<'roles'>;

  readonly #keeper: SessionKeeper;
  readonly #requests: Requests;

  constructor({ baseUrl, session = null, onSession, fetch: send }: KitroomOptions) {
    const transport = transportTo(baseUrl, send ?? ((...request) => fetch(...request)));
    this.#keeper = new SessionKeeper(transport, session, (changed) => onSession?.(changed));
    const requests = new Requests(transport, this.#keeper);
    this.#requests = requests;
    this.users = new VersionedRecords(requests, place('/users', 'user', 'users'));
    this.items = new VersionedRecords(requests, place('/loan-items', 'loan-item', 'loan-items'));
    this.loans = new Loans(requests, place('/loans', 'loan', 'loans'));
    this.runs = new VersionedRecords(requests, place('/runs', 'run', 'runs'));
    this.reports = new Listing(requests, place('/runs/summary', 'report', 'reports'));
    this.roles = new Changeable(requests, place('/roles', 'role', 'roles'));
  }

  /** Who is logged in, with the token; null after a logout, or once the server has refused the token. */
  get session(): Session | null {
    return this.#keeper.session;
  }

  login(username: string, password: string): Promise<void> {
    return this.#keeper.login(username, password);
  }

  logout(): Promise<void> {
    return this.#keeper.logout();
  }

  /**
   * Takes a fresh token. Requests do so by themselves in time; who makes none for longer than a token lives, 15 minutes
   * usually, calls this from a timer, or is logged out.
   */
  renew(): Promise<void> {
    return this.#keeper.renew();
  }

  /** The user who is logged in. */
  async me({ signal }: RequestOptions = {}): Promise<User> {
    const { body } = await this.#requests.send({ method: 'GET', path: '/me', signal });
    return (body as { readonly user: User }).user;
  }

  /** Whether members lend to themselves. */
  async mode({ signal }: RequestOptions = {}): Promise<Mode['mode']> {
    const { body } = await this.#requests.send({ method: 'GET', path: '/mode', signal });
    return (body as Mode).mode;
  }

  async setMode(mode: Mode['mode'], { signal }: RequestOptions = {}): Promise<void> {
    await this.#requests.send({ method: 'PUT', path: '/mode', body: { mode }, signal });
  }
}

const place = (path: string, type: string, collection: string): Place => ({ path, type, collection });

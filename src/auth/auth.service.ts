import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { quick } from '../database/statement.js';
import type { Caller } from '../shared/access/caller.js';
import { Unauthorized } from '../shared/errors/errors.js';
import { tellEvent } from '../shared/log/event.js';
import { isPassword } from '../users/passwords.js';
import type { Origin } from '../users/session-origin.js';
import { SessionsService } from '../users/sessions.service.js';
import type { LoginDto } from './auth.dto.js';
import { type LoggedIn, wrongLogin } from './auth.answers.js';
import { LoginLimit } from './login-limit.js';
import { TokensService } from './tokens.service.js';

interface Account {
  readonly id: string;
  readonly password_hash: string;
}

/** Logins, and the tokens that come of them. */
@Injectable()
export class AuthService {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly tokens: TokensService,
    private readonly limit: LoginLimit,
  ) {}

  async login(input: LoginDto, origin: Origin): Promise<LoggedIn> {
    const username = input.username ?? input.userId ?? '';
    const { address } = origin;
    await this.limit.refuseSpent(username, address);
    const account = await this.accountOf(username);
    const isProven = await isPassword(input.password, account?.password_hash ?? null);
    // Guesses at the same moment all pass the first check: the right one among them must not stand out.
    if (isProven) await this.limit.refuseSpent(username, address);
    const session =
      account && isProven && (await this.sessions.start(account.id, account.password_hash, origin));
    tellEvent(session ? 'login.succeeded' : 'login.failed', { subject: account?.id });
    if (!session) throw wrongLogin(await this.limit.countFailure(username, address));
    return this.tokens.issue(session);
  }

  /** A fresh token of the caller's session; the session itself is not made longer. */
  async refresh(caller: Caller): Promise<LoggedIn> {
    const session = await this.sessions.current(caller);
    if (!session) throw new Unauthorized('The session is over: log in.', 'TOKEN_INVALID');
    return this.tokens.issue(session);
  }

  async logout(caller: Caller): Promise<void> {
    if (await this.sessions.end(caller.sessionId)) tellEvent('logout', { subject: caller.sessionId });
  }

  private async accountOf(username: string): Promise<Account | undefined> {
    const [account] = await this.database.query<Account>(
      quick`SELECT id, password_hash FROM users WHERE lower(username) = lower(${searchable(username)})`,
    );
    return account;
  }
}

/** A name that PostgreSQL cannot even be asked for is nobody's. */
const searchable = (username: string): string => (username.includes('\0') ? '' : username.toWellFormed());

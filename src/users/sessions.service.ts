import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../database/database.js';
import { prepared } from '../database/statement.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import type { Caller } from '../shared/access/caller.js';
import { NotFound } from '../shared/errors/errors.js';
import { tellEvent } from '../shared/log/event.js';
import type { ListQuery, OneQuery } from '../shared/query/list-query.js';
import { type One, type Page, Removed } from '../shared/reading/answer.js';
import { Reader } from '../shared/reading/reader.js';
import type { Origin } from './session-origin.js';
import { UserSession } from './session.entity.js';
import { sessionResource } from './session.resource.js';

export const ENDED = 'Session successfully ended.';

/** Logins that count, until they are ended or over. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
    private readonly reader: Reader,
  ) {}

  list(caller: Caller, query: ListQuery): Promise<Page<typeof sessionResource>> {
    return this.reader.list(sessionResource, caller, query);
  }

  find(caller: Caller, id: string, query?: OneQuery): Promise<One<typeof sessionResource>> {
    return this.reader.one(sessionResource, caller, id, query);
  }

  /** Ends a session of the caller's own, be it the one that they call in. Throws as `find` does. */
  async remove(caller: Caller, id: string): Promise<Removed<typeof sessionResource>> {
    const row = await this.reader.row(sessionResource, caller, id);
    if (!(await this.end(id))) throw new NotFound('Session not found.', 'SESSION_NOT_FOUND');
    this.tellEnded(id, caller.id);
    return new Removed(sessionResource, row, ENDED);
  }

  /**
   * Starts a session that lasts as long as the settings say at most. Null where the user is inactive, gone, or got
   * another password since this one was checked: the lock puts the login before such a change or after it.
   */
  async start(userId: string, passwordHash: string, origin: Origin): Promise<UserSession | null> {
    const id = randomUUID();
    const expiresAt = new Date(Date.now() + this.settings.sessionTtl * 1000);
    const { address, userAgent } = origin;
    const started = await this.database.query(
      prepared`
        INSERT INTO sessions (id, user_id, expires_at, address, user_agent)
        SELECT ${id}::uuid, id, ${expiresAt}::timestamptz, ${address}, ${userAgent} FROM users
        WHERE id = ${userId} AND active AND password_hash = ${passwordHash} FOR SHARE
        RETURNING id`,
    );
    return started.length > 0 ? Object.assign(new UserSession(), { id, userId, expiresAt }) : null;
  }

  /** The session that a caller calls in; null where it was forgotten meanwhile. */
  current(caller: Caller): Promise<UserSession | null> {
    return this.database.load((entities) => entities.findOneBy(UserSession, { id: caller.sessionId }));
  }

  /** Ends one session: its tokens are refused from now on. Whether it had not ended before. */
  async end(id: string): Promise<boolean> {
    const ended = await this.database.query(
      prepared`UPDATE sessions SET revoked_at = now() WHERE id = ${id} AND revoked_at IS NULL RETURNING id`,
    );
    return ended.length > 0;
  }

  /** Ends all sessions of a user but the one that is kept. */
  async endAll(userId: string, kept: string | null = null): Promise<void> {
    const ended = await this.database.query<{ id: string }>(sql`
      UPDATE sessions SET revoked_at = now()
      WHERE user_id = ${userId} AND revoked_at IS NULL AND id IS DISTINCT FROM ${kept}::uuid
      RETURNING id`);
    for (const { id } of ended) this.tellEnded(id, userId);
  }

  /** Forgets sessions that ended more than a day ago. */
  async forgetEnded(): Promise<void> {
    await this.database.query(
      sql`DELETE FROM sessions WHERE least(expires_at, revoked_at) < now() - interval '1 day'`,
    );
  }

  private tellEnded(id: string, userId: string): void {
    this.database.afterCommit(() => tellEvent('session.ended', { subject: id, user: userId }));
  }
}

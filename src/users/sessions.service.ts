import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../database/database.js';
import { prepared, quick } from '../database/statement.js';
import { SETTINGS, type Settings } from '../settings/settings.js';
import { Caller, type Identity } from '../shared/access/caller.js';
import { UserSession } from './session.entity.js';

/** Logins that count. Nothing of this is cached: what was ended is ended for the next request, on every process. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly database: Database,
  ) {}

  /**
   * Starts a session that lasts as long as the settings say at most. Null where the user is inactive, gone, or got
   * another password since this one was checked: the lock puts the login before such a change or after it.
   */
  async start(userId: string, passwordHash: string): Promise<UserSession | null> {
    const id = randomUUID();
    const expiresAt = new Date(Date.now() + this.settings.sessionTtl * 1000);
    const started = await this.database.query(
      prepared`
        INSERT INTO sessions (id, user_id, expires_at)
        SELECT ${id}::uuid, id, ${expiresAt}::timestamptz FROM users
        WHERE id = ${userId} AND active AND password_hash = ${passwordHash} FOR SHARE
        RETURNING id`,
    );
    const sessions = this.database.entities.getRepository(UserSession);
    return started.length > 0 ? sessions.create({ id, userId, expiresAt }) : null;
  }

  find(id: string): Promise<UserSession | null> {
    return this.database.entities.findOneBy(UserSession, { id });
  }

  /** Who calls with a token of this session, or null where the session or the user no longer counts. */
  async callerOf(sessionId: string, userId: string): Promise<Caller | null> {
    const [row] = await this.database.query<Identity>(
      quick`
        SELECT u.username, u.time_zone AS "timeZone", mode.mode, granted.roles, granted.permissions
        FROM sessions s
        JOIN users u ON u.id = s.user_id
        CROSS JOIN mode
        CROSS JOIN LATERAL (
          SELECT coalesce(array_agg(DISTINCT r.name), '{}') AS roles,
            coalesce(array_agg(DISTINCT p) FILTER (WHERE p IS NOT NULL), '{}') AS permissions
          FROM user_roles ur
          JOIN roles r ON r.name = ur.role_name
          LEFT JOIN LATERAL unnest(r.permissions) AS p ON true
          WHERE ur.user_id = u.id
        ) AS granted
        WHERE s.id = ${sessionId} AND s.user_id = ${userId} AND s.revoked_at IS NULL AND s.expires_at > now()
          AND u.active`,
    );
    return row ? new Caller(userId, sessionId, row) : null;
  }

  /** Ends one session: its tokens are refused from now on. */
  async end(id: string): Promise<void> {
    await this.database.query(
      prepared`UPDATE sessions SET revoked_at = now() WHERE id = ${id} AND revoked_at IS NULL`,
    );
  }

  /** Ends all sessions of a user but the one that is kept. */
  async endAll(userId: string, kept: string | null = null): Promise<void> {
    await this.database.query(sql`
      UPDATE sessions SET revoked_at = now()
      WHERE user_id = ${userId} AND revoked_at IS NULL AND id IS DISTINCT FROM ${kept}::uuid`);
  }

  /** Forgets sessions that ended more than a day ago. */
  async forgetEnded(): Promise<void> {
    await this.database.query(sql`DELETE FROM sessions WHERE expires_at < now() - interval '1 day'`);
  }
}

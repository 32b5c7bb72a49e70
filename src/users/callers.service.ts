import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { prepared, quick } from '../database/statement.js';
import { Caller, type Identity } from '../shared/access/caller.js';

type FoundCaller = Identity & {
  /** Whether the use of the session was noted longer ago than a minute. */
  readonly stale: boolean;
};

/** Who calls. Nothing of this is cached: what was ended is ended for the next request, on every process. */
@Injectable()
export class CallersService {
  private readonly logger = new Logger(CallersService.name);
  private readonly noting = new Set<string>();

  constructor(private readonly database: Database) {}

  /** Who calls with a token of this session, or null where the session or the user no longer counts. */
  async find(sessionId: string, userId: string): Promise<Caller | null> {
    const [row] = await this.database.query<FoundCaller>(
      quick`
        SELECT u.username, u.time_zone AS "timeZone", mode.mode, granted.roles, granted.permissions,
          s.last_used_at < now() - interval '1 minute' AS stale
        FROM live_sessions s
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
        WHERE s.id = ${sessionId} AND s.user_id = ${userId} AND u.active`,
    );
    if (!row) return null;
    // A request inside a transaction is part of another one, which was noted.
    if (row.stale && !this.database.isInTransaction) this.noteUse(sessionId);
    return new Caller(userId, sessionId, row);
  }

  /** The request goes on meanwhile: that this fails is no reason to refuse it. */
  private noteUse(sessionId: string): void {
    if (this.noting.has(sessionId)) return;
    this.noting.add(sessionId);
    this.database
      .query(
        prepared`
          UPDATE sessions SET last_used_at = date_trunc('milliseconds', now())
          WHERE id = ${sessionId} AND last_used_at < now() - interval '1 minute'`,
      )
      .catch((error: unknown) => this.logger.warn(`The use of a session was not noted: ${String(error)}`))
      .finally(() => this.noting.delete(sessionId));
  }
}

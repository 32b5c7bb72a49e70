import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../database/database.js';
import { prepared } from '../../database/statement.js';
import { AnswerErased, KeyInUse, KeyReused } from './errors.js';
import { isSameRequest, type KeyedRequest } from './keyed-request.js';

const LIFETIME_HOURS = 24;

/** An answer as it was first sent. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

type Row = KeptAnswer & Pick<KeyedRequest, 'method' | 'path' | 'bodyHash'> & { readonly erased: boolean };

/** The answers to requests with an `Idempotency-Key`, kept for a day. */
@Injectable()
export class KeptAnswers {
  constructor(private readonly database: Database) {}

  /** The answer that the request got before, if it did. Throws 422 where the key was another request's, 409 where it is erased. */
  async find(request: KeyedRequest): Promise<KeptAnswer | null> {
    const [row] = await this.database.query<Row>(
      prepared`SELECT method, path, body_hash AS "bodyHash", status, headers, body AS text, erased
          FROM idempotency_keys
          WHERE user_id = ${request.userId} AND key_hash = ${request.keyHash} AND expires_at > now()`,
    );
    if (!row) return null;
    if (row.erased) throw new AnswerErased();
    if (!isSameRequest(request, row)) throw new KeyReused();
    const { status, headers, text } = row;
    return { status, headers, text };
  }

  /**
   * Keeps others with the same key away until the transaction ends. Throws 409 where one was here before. The caller's
   * user, which the answer will belong to, is held before anything of theirs is: whoever deletes it takes them in that
   * order, too, and neither waits for the other for ever.
   */
  async lock(request: KeyedRequest): Promise<void> {
    const [row] = await this.database.query<{ locked: boolean }>(
      prepared`
        WITH held AS MATERIALIZED (SELECT FROM users WHERE id = ${request.userId} FOR KEY SHARE)
        SELECT pg_try_advisory_xact_lock(${lockNumber(request)}::bigint) AS locked
        WHERE (SELECT count(*) FROM held) <= 1`,
    );
    if (!row?.locked) throw new KeyInUse();
  }

  /** Under the lock. A caller whose own user goes in the same transaction will not ask again. */
  async keep(request: KeyedRequest, { status, headers, text }: KeptAnswer): Promise<void> {
    const { userId, keyHash, method, path, bodyHash } = request;
    await this.database.query(
      prepared`INSERT INTO idempotency_keys (user_id, key_hash, method, path, body_hash, status, headers, body, expires_at)
          SELECT id, ${keyHash}, ${method}, ${path}, ${bodyHash}, ${status}::int, ${JSON.stringify(headers)}::jsonb, ${text},
            now() + make_interval(hours => ${LIFETIME_HOURS})
          FROM users WHERE id = ${userId} FOR KEY SHARE
          ON CONFLICT ON CONSTRAINT idempotency_keys_once DO UPDATE
            SET method = excluded.method, path = excluded.path, body_hash = excluded.body_hash, status = excluded.status,
              headers = excluded.headers, body = excluded.body, expires_at = excluded.expires_at,
              request_id = excluded.request_id, erased = excluded.erased`,
    );
  }

  async forgetExpired(): Promise<void> {
    await this.database.query(sql`DELETE FROM idempotency_keys WHERE expires_at <= now()`);
  }
}

/** A number of 64 bits for one caller's key. */
const lockNumber = ({ userId, keyHash }: KeyedRequest): string =>
  createHash('sha256').update(`${userId} ${keyHash}`).digest().readBigInt64BE().toString();

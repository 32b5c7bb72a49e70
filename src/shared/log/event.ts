import { Logger } from '@nestjs/common';

/** What operators look for in the log, by names that do not change. */
export type EventName =
  | `login.${'succeeded' | 'failed' | 'limited'}`
  | 'logout'
  | 'session.ended'
  | 'registration.limited'
  | `${'user' | 'role' | 'item'}.${'created' | 'changed' | 'deleted'}`
  | 'mode.changed'
  | 'loan.lent'
  | 'loan.returned';

/** What an event was about; of users their UUID only: names, addresses and numbers are personal. */
export interface Facts {
  /** What it was done to: the UUID of a user, the id of any other record. */
  readonly subject?: string | undefined;
  /** The UUID of a user who is concerned besides. */
  readonly user?: string;
  /** The names of what was changed, never the values. */
  readonly fields?: readonly string[];
  /** The new mode. */
  readonly mode?: string;
  /** The limit that was reached, by the name that clients know it by. */
  readonly policy?: string;
}

/** Those that may be somebody's attempt at what is not theirs. */
const SUSPICIOUS: ReadonlySet<EventName> = new Set(['login.failed', 'login.limited', 'registration.limited']);

const log = new Logger('Events');

/**
 * Writes an event to the log, with the request for which it happened; a change of nothing is none. To be called once what
 * happened stands: see `Database.afterCommit`.
 */
export function tellEvent(event: EventName, facts: Facts = {}): void {
  if (facts.fields?.length === 0) return;
  if (SUSPICIOUS.has(event)) log.warn({ event, ...facts });
  else log.log({ event, ...facts });
}

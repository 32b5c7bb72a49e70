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
  readonly subject?: string;
  /** The UUID of a user who is concerned besides. */
  readonly user?: string;
  /** The names of what was changed, never the values. */
  readonly fields?: readonly string[];
  /** The new mode. */
  readonly mode?: string;
}

/** Those that may be somebody's attempt at what is not theirs. */
const SUSPICIOUS: ReadonlySet<EventName> = new Set(['login.failed', 'login.limited', 'registration.limited']);

const log = new Logger('Events');

/** Writes an event to the log, with the request for which it happened. Changes are told once they are committed. */
export function tellEvent(event: EventName, facts: Facts = {}): void {
  if (SUSPICIOUS.has(event)) log.warn({ event, ...facts });
  else log.log({ event, ...facts });
}

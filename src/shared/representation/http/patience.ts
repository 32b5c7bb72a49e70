/** How long clients may keep the server waiting, in milliseconds. */
export interface Patience {
  /** For the headers of a request, and for the first one on a new connection. */
  readonly headers: number;
  /** For a whole request. */
  readonly request: number;
  /** Until the next byte of a request, or until the client has taken one of an answer. */
  readonly silence: number;
  /** How often connections are looked at that are late. */
  readonly look: number;
}

export const PATIENCE: Patience = { headers: 20_000, request: 60_000, silence: 60_000, look: 5000 };

/** So many connections cost a process some hundred megabytes; further ones are closed as they come. */
export const MOST_CONNECTIONS = 10_000;

/**
 * How long requests wait for the database, in milliseconds. Together they keep the promise that a request whose database
 * is away, or has no time for it, is refused within 3 s.
 */
export const PATIENCE = {
  /** PostgreSQL ends a statement of a request that runs for longer, waiting for locks included. */
  statement: 2000,
  /** What an answer may take beyond that; then the connection is given up: PostgreSQL is frozen, or the way to it lost. */
  way: 400,
  /** PostgreSQL ends a transaction from which it hears no more, so that it holds nothing that others wait for. */
  silence: 5000,
  /** Until a connection is made. */
  connection: 2400,
  /** Until one of the pool is free, where hardly any gets free. */
  turn: 2400,
  /** The same where many do: a rush of hundreds is answered late, not refused. */
  rush: 10_000,
  /** For one's turn and for a statement, together. */
  both: 2500,
  /** A statement gets at least so long, however long its turn was in coming. */
  least: 200,
} as const;

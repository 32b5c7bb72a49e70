import { QueryFailedError } from 'typeorm';
import { Invalid, Unavailable } from '../shared/errors/errors.js';
import { Problem } from '../shared/errors/problem.js';
import { constraintErrors } from './constraint-errors.js';

/** Seconds after which it is worth asking again, where nobody knows. */
const SOON = 1;
const LATER = 30;

const GONE = () =>
  new Unavailable('The database cannot be reached at the moment.', 'DATABASE_UNAVAILABLE', SOON);
const FULL = () => new Unavailable('The database has no space left for changes.', 'DATABASE_FULL', LATER);
const BUSY = () => new Unavailable('The database is too busy at the moment: try again.', 'TOO_BUSY', SOON);

const TRY_AGAIN = 'TRY_AGAIN';
const RACED = () => new Unavailable('Others changed the same records: try again.', TRY_AGAIN, SOON);

/** Whether the same work may succeed when it is done again. */
export const isTryAgain = (error: unknown): boolean => error instanceof Problem && error.code === TRY_AGAIN;

/** The one number that can be made too large is a run's duration: it is worked out before the times are checked. */
const outOfRange = () =>
  Invalid.field('end_time', '`end_time` must be after `start_time`, by 48 hours at most.');

/** PostgreSQL's SQLSTATE (appendix A of its manual) or Node's error code, to what the client is told. */
const errorsByCode: Readonly<Record<string, () => Error>> = {
  '57014': () =>
    new Unavailable('It took too long, or had to wait: ask for less, or try again.', 'QUERY_TIMEOUT'),
  '22003': outOfRange,
  '40001': RACED,
  '40P01': RACED,
  // A statement that another one was to prepare first, which failed.
  '26000': RACED,
  '42P05': RACED,
  // PostgreSQL ended a transaction from which it heard nothing for too long.
  '25P03': GONE,
  '3D000': GONE,
  '53100': FULL,
  '53200': BUSY,
  '53300': BUSY,
  ECONNREFUSED: GONE,
  ECONNRESET: GONE,
  ENOENT: GONE,
  EPIPE: GONE,
  ETIMEDOUT: GONE,
};

/** 08: connection lost; 53: out of resources; 57P: shutting down or starting up; 58: files cannot be read or written. */
const UNAVAILABLE_CLASSES = /^(08|53|57P|58)/;
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|Client (was closed|has encountered a connection error)/;

/** Node knows a zone that this PostgreSQL does not. */
const unknownTimeZone = () => Invalid.field('time_zone', '`time_zone` is not a time zone that we know.');

/** Any realm's error: those of the network are none of the realm that a test file runs in. */
const isError = (cause: unknown): cause is Error =>
  typeof cause === 'object' && cause !== null && 'message' in cause;

/** The named error behind a database error; any other error as it is. One that is not the client's fault keeps its cause. */
export function toProblem(error: unknown): unknown {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (!isError(cause)) return error;
  const problem = problemBehind(cause) ?? error;
  if (problem instanceof Unavailable && problem !== error) problem.cause = cause;
  return problem;
}

function problemBehind(cause: Error): Error | undefined {
  const constraint = 'constraint' in cause ? constraintErrors.get(String(cause.constraint)) : undefined;
  if (constraint) return constraint();
  const code = 'code' in cause ? String(cause.code) : '';
  if (code === '22023' && cause.message.includes('time zone')) return unknownTimeZone();
  if (Object.hasOwn(errorsByCode, code)) return errorsByCode[code]?.();
  return UNAVAILABLE_CLASSES.test(code) || LOST.test(cause.message) ? GONE() : undefined;
}

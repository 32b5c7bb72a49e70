/** The embedded PostgreSQL cannot be started or reached; the message tells the operator what to do about it. */
export class EmbeddedError extends Error {
  override readonly name: string = 'EmbeddedError';
}

/** It cannot be reached at this moment (it starts, stops, or an old process still holds its locks): worth another try. */
export class NotYet extends EmbeddedError {
  override readonly name = 'NotYet';
}

/**
 * Whether `error` is one of the system's or the server's, with one of these codes (`ENOENT`, `57P03`, …). Asks for the
 * property, not the class: jest gives each test file an `Error` of its own, which Node's errors are no instances of.
 */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

/** What an error of any origin says. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : String(error);
}

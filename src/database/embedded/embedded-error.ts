/** The embedded PostgreSQL cannot be started or reached; the message tells the operator what to do about it. */
export class EmbeddedError extends Error {
  override readonly name: string = 'EmbeddedError';
}

/** It cannot be reached at this moment (it starts, stops, or an old process still holds its locks): worth another try. */
export class NotYet extends EmbeddedError {
  override readonly name = 'NotYet';
}

/** Whether `error` is one of the system's, with one of these codes (`ENOENT`, `EACCES`, …). */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

import type { components } from './generated/plain.js';

type Problem = components['schemas']['Problem'];

/** What the server refused, or what kept it from answering. */
export class KitroomError extends Error {
  override readonly name = 'KitroomError';
  /** A stable name: `NOT_AUTHORIZED`, `INVALID`, `PRECONDITION_FAILED`, …; `UNREACHABLE` and `BAD_ANSWER` are the client's. */
  readonly code: string;
  /** What is wrong with members of the body, by their names. */
  readonly fields: Readonly<Record<string, string>>;
  /** The query parameter that is wrong. */
  readonly parameter: string | null;
  /** Where inside the parameter, and what is allowed there. */
  readonly meta: Readonly<Record<string, unknown>>;
  /** Names this one occurrence, as the server's log does. */
  readonly id: string | null;

  constructor(
    /** Of HTTP; 0 where there was no answer. */
    readonly status: number,
    problem: Problem,
    /** Seconds, where the server said when to come again. */
    readonly retryAfter: number | null = null,
    options?: ErrorOptions,
  ) {
    super(problem.error, options);
    this.code = problem.code;
    this.fields = problem.fields ?? {};
    this.parameter = problem.parameter ?? null;
    this.meta = problem.meta ?? {};
    this.id = problem.id ?? null;
  }
}

/** No answer came. Whether the server did what was asked is unknown. */
export const unreachable = (cause: unknown): KitroomError =>
  new KitroomError(0, { code: 'UNREACHABLE', error: 'The server cannot be reached.' }, null, { cause });

/** What answered was not Kitroom: a proxy, or a page at the wrong address. */
export const badAnswer = (status: number): KitroomError =>
  new KitroomError(status, { code: 'BAD_ANSWER', error: `Something other than Kitroom answered ${status}.` });

/** Reads an answer of 400 or more. */
export function refusal(status: number, headers: Headers, body: unknown): KitroomError {
  if (!isProblem(body)) return badAnswer(status);
  const retryAfter = headers.get('Retry-After');
  return new KitroomError(status, body, retryAfter === null ? null : Number(retryAfter));
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'error' in body && 'code' in body;

import { printable } from './printable.js';

/** What the log tells of an error. */
export interface DescribedError {
  readonly type: string;
  /** Its message; where that quotes something, an ellipsis stands for it. */
  readonly message: string;
  /** Where it was thrown: lines that begin with `at`, without the message. */
  readonly stack?: string;
  readonly cause?: DescribedError;
  /** Names that Node and PostgreSQL give to what went wrong, and where. */
  readonly [name: string]: string | DescribedError | undefined;
}

/** Members of errors that are names and never values: Node's `code`, the fields of PostgreSQL's messages (55.8). */
const NAMES = [
  'code',
  'syscall',
  'severity',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'routine',
];
const LONGEST_MESSAGE = 300;
const MOST_FRAMES = 20;
const LONGEST_STACK = 2500;
const MOST_CAUSES = 3;

/**
 * What may be told of an error in a log. Its other members are left out: a database error has the values of a statement, one
 * of an HTTP client a URL with a key in it. Nor is anything told that its message quotes: that of `JSON.parse` quotes the
 * body, those of PostgreSQL and of Node quote values.
 */
export function describeError(error: unknown, causes = MOST_CAUSES): DescribedError {
  if (!isError(error)) return { type: typeof error, message: 'Something was thrown that is no error.' };
  const stack = framesOf(error);
  const cause =
    error.cause === undefined || causes === 0 ? undefined : describeError(error.cause, causes - 1);
  return {
    type: printable(error.name).slice(0, 100),
    message: reasonOf(error),
    ...namesOf(error),
    ...(stack !== '' && { stack }),
    ...(cause && { cause }),
  };
}

/** The message of an error as far as it may be told, as one line. */
export function reasonOf(error: unknown): string {
  if (!isError(error)) return 'unknown reason';
  return withoutQuotes(printable(error.message)).slice(0, LONGEST_MESSAGE);
}

/** Quotation marks; an apostrophe inside a word is none. */
const OPENING = /["`]|(?<!\w)'/;
const CLOSING = /["`]|'(?!\w)/g;

/**
 * The text with an ellipsis for what stands from its first quotation mark to its last, since what is quoted may have
 * quotation marks in it; what follows a mark that nothing closes counts as quoted.
 */
export function withoutQuotes(text: string): string {
  const open = OPENING.exec(text);
  if (!open) return text;
  const last = [...text.matchAll(CLOSING)].at(-1)?.index ?? 0;
  const rest = last > open.index ? text.slice(last + 1) : '';
  return `${text.slice(0, open.index)}…${rest}`;
}

/** Any realm's error: those of the network are none of the realm that a test file runs in. */
const isError = (error: unknown): error is Error =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';

function namesOf(error: object): Record<string, string> {
  const known = new Map(Object.entries(error));
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value: unknown = known.get(name);
      return typeof value === 'string' ? [[name, printable(value).slice(0, 100)]] : [];
    }),
  );
}

function framesOf({ stack = '' }: Error): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, MOST_FRAMES).join('\n').slice(0, LONGEST_STACK);
}

import { parseInstant } from './instant.js';

const DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;

/** A finite number, or a plain decimal string (`-?digits[.digits]`); anything else is undefined. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && DECIMAL.test(value) ? Number(value) : undefined;
}

/** An instant in ISO 8601, as `parseInstant` reads it; anything else is undefined. */
export function readTime(value: unknown): Date | undefined {
  const instant = typeof value === 'string' ? parseInstant(value) : null;
  return instant === null ? undefined : new Date(instant);
}

/** Patterns for the documents, which every expression engine reads alike: any text, and text that is clean. */
export const ANY_TEXT = '^[\\s\\S]*$';
export const CLEAN_TEXT = '^[^\\x00]*$';

/** Text that PostgreSQL can store and JSON can carry: no NUL, no half of a surrogate pair. */
export function isCleanText(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A UUID as it is printed: in lower case (RFC 9562, 4). */
export const isUuid = (value: unknown): value is string => typeof value === 'string' && UUID.test(value);

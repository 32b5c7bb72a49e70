import type { IncomingMessage } from 'node:http';
import { Problem } from '../../errors/problem.js';

/** 8 KiB of filter, percent-encoded, and room for the rest. */
export const MOST_HEADER_BYTES = 32 * 1024;
/** So few are never too large together that are not so one by one, which the parser sees. */
const FEW = 100;

/** 431 for thousands of headers that are next to empty: the parser counts neither their colons nor their line ends. */
export function findOverflow({ rawHeaders }: IncomingMessage): Problem | null {
  if (rawHeaders.length < 2 * FEW) return null;
  const separators = 2 * rawHeaders.length;
  const bytes = rawHeaders.reduce((sum, text) => sum + text.length, separators);
  if (bytes <= MOST_HEADER_BYTES) return null;
  return new Problem(431, 'HEADERS_TOO_LARGE', 'The headers are larger than 32 KiB.');
}

import type { Resource } from '../query/resource.js';
import { isUuid } from '../values/values.js';

const MOST_DIGITS = 19;
const MOST = 2n ** 63n - 1n;

/** The id of a path as SQL can take it; null where no record can have it (`/runs/abc`), so that nobody asks. */
export function parseId({ id }: Resource, text: string): string | null {
  if (id.kind === 'text') return /\0|\p{Surrogate}/u.test(text) ? null : text;
  if (id.kind === 'uuid') return isUuid(text) ? text : null;
  const isWhole = /^[1-9]\d*$/.test(text) && text.length <= MOST_DIGITS;
  return isWhole && BigInt(text) <= MOST ? text : null;
}

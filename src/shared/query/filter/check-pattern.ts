import type { Column } from '../column.js';
import { writtenValue } from './check-values.js';
import type { Filter } from './filter.js';
import { endsInEscape, escapeLike } from './like.js';
import type { Work } from './operators.js';
import { fault } from './place.js';
import type { RawValue } from './raw-node.js';

const MOST_WORDS = 200;

export function checkPattern(column: Column, work: Extract<Work, { by: 'pattern' }>, raw: RawValue): Filter {
  const value = String(writtenValue(column, raw));
  const pattern = work.pattern?.(value) ?? value;
  if (endsInEscape(pattern)) throw fault(raw.at, 'The backslash at the end of the pattern escapes nothing.');
  return { is: 'pattern', column, pattern, anyCase: work.anyCase, negated: work.negated };
}

/** No words at all are in every text. */
export function checkWords(column: Column, raw: RawValue): Filter {
  const words = String(writtenValue(column, raw))
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length > MOST_WORDS) throw fault(raw.at, `"match" takes at most ${MOST_WORDS} words.`);
  const patterns = words.length === 0 ? ['%'] : words.map((word) => `%${escapeLike(word)}%`);
  return {
    is: 'and',
    of: patterns.map((pattern) => ({ is: 'pattern', column, pattern, anyCase: true, negated: false })),
  };
}

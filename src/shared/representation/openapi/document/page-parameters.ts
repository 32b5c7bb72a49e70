import { DEFAULT_SIZE, MOST, MOST_OFFSET } from '../../../query/page-params.js';
import type { Dialect } from '../dialect.js';
import { CURSOR, MOST_CURSOR } from '../json-api/resource-schemas.js';
import { inQuery, type Parameter } from '../parameter.js';
import { type Schema, wholeNumber } from '../schemas/schema.js';

const count = (minimum: number, maximum: number, more: Schema = {}): Schema =>
  wholeNumber({ minimum, maximum, ...more });

const cursor = (key: string, name: string, end: string): Parameter =>
  inQuery(
    key,
    name,
    `The page beside a record, by the cursor in its \`meta\` or in a link; empty, the ${end} of the list. Not together with \`page[number]\`.`,
    { type: 'string', pattern: CURSOR, maxLength: MOST_CURSOR },
  );

/** Which rows of a list: by number, by cursor, and in plain JSON by offset. */
export function pageParameters({ isPlain }: Dialect): readonly Parameter[] {
  const size = isPlain
    ? `How many on a page: ${DEFAULT_SIZE} unless said otherwise. Without any paging a list answers up to ${MOST}.`
    : 'How many on a page.';
  const common = [
    inQuery('PageNumber', 'page[number]', `Which page, from 1. ${DEEP}`, count(1, MOST_OFFSET + 1)),
    inQuery('PageSize', 'page[size]', size, count(1, MOST, isPlain ? {} : { default: DEFAULT_SIZE })),
    cursor('PageAfter', 'page[after]', 'start'),
    cursor('PageBefore', 'page[before]', 'end'),
    inQuery('PageCount', 'page[count]', 'With `false` nobody counts the list, which is faster.', {
      type: 'string',
      enum: ['false'],
    }),
  ];
  if (!isPlain) return common;
  const notBoth = 'Not together with `page[…]`.';
  return [
    ...common,
    inQuery(
      'Limit',
      'limit',
      `How many: ${DEFAULT_SIZE} where only \`offset\` is given. ${notBoth}`,
      count(1, MOST),
    ),
    inQuery('Offset', 'offset', `How many to skip. ${notBoth} ${DEEP}`, count(0, MOST_OFFSET)),
  ];
}

const DEEP = `No page begins more than ${MOST_OFFSET} records deep: cursors do.`;

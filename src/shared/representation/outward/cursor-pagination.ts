import type { Page } from '../../reading/answer.js';
import { JSON_API } from '../media-type.js';

/** The profile that pages by cursor are made after, by the URI that it gives itself. */
export const CURSOR_PAGINATION = 'http://jsonapi.org/profiles/ethanresnick/cursor-pagination/';

export const isByCursor = ({ query }: Page): boolean => query.page.style === 'cursor';

/** How a document in JSON:API says that the profile was applied to it. */
export const profileHeader = (page: Page): Readonly<Record<string, string>> =>
  isByCursor(page) ? { 'content-type': `${JSON_API}; profile="${CURSOR_PAGINATION}"` } : {};

/** The true total under our name and, on a page by cursor, under the profile's; nothing where nobody counted. */
export function pageMeta(page: Page): Readonly<Record<string, unknown>> {
  const { count } = page;
  const counted = count === null ? {} : { count };
  return isByCursor(page) ? { ...counted, page: profileMeta(page) } : counted;
}

function profileMeta(page: Page): Readonly<Record<string, unknown>> {
  return {
    ...(page.count !== null && { total: page.count }),
    ...(isCutRange(page) && { rangeTruncated: true }),
  };
}

/** Whether both ends of the page were named and there is more between them than it holds. */
function isCutRange({ query, around }: Page): boolean {
  const { page } = query;
  return page.style === 'cursor' && !page.backward && page.before !== null && around.more;
}

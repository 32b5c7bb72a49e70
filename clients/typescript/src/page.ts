/** One page of a list. */
export interface Page<Record> {
  readonly records: readonly Record[];
  /** How many records the whole list has; null where it was not counted. */
  readonly total: number | null;
  /** Fetches the next page; null on the last one. */
  readonly next: (() => Promise<Page<Record>>) | null;
}

/**
 * The query of the next page, from a `Link` header (RFC 8288); null where there is none. Only the query: host and path are
 * those of the list that was asked, so that a token never goes to wherever a link points.
 */
export function nextQuery(link: string | null): Readonly<Record<string, string>> | null {
  const [, target] = /<([^>]*)>\s*;\s*rel="next"/.exec(link ?? '') ?? [];
  if (target === undefined) return null;
  return Object.fromEntries(new URL(target, 'http://kitroom.invalid').searchParams);
}

/** The number that `X-Total-Count` says. */
export function totalOf(headers: Headers): number | null {
  const total = headers.get('X-Total-Count');
  return total === null ? null : Number(total);
}

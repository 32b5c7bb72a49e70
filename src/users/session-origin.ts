/** Where a login comes from, as its user is told. */
export interface Origin {
  /** The client's IP address, or what a proxy says instead. */
  readonly address: string;
  /** What the client's program calls itself; null where it does not say. */
  readonly userAgent: string | null;
}

const LONGEST_USER_AGENT = 500;

/** A `User-Agent` header as the database can keep it; null where it says nothing. */
export function readUserAgent(header: string | undefined): string | null {
  const text = header?.replaceAll('\0', '').slice(0, LONGEST_USER_AGENT).toWellFormed().trim();
  return text ? text : null;
}

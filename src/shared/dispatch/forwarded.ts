import type { IncomingMessage } from 'node:http';

/** Who asks, under which name they know us, and through whom: what one request hands on to those made for it. */
const CREDENTIALS = ['authorization', 'access-token'];
const ADDRESSES = ['host', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];
const PASSED_ON: ReadonlySet<string> = new Set([...CREDENTIALS, ...ADDRESSES]);

/** The headers of a request that go with its inner ones, repeated ones as often as they were sent. */
export function forwarded(
  { rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>,
  also: readonly string[] = [],
): Record<string, string[]> {
  const headers: Record<string, string[]> = {};
  rawHeaders.forEach((text, at) => {
    const name = text.toLowerCase();
    const value = rawHeaders[at + 1];
    if (at % 2 === 1 || value === undefined || !(PASSED_ON.has(name) || also.includes(name))) return;
    (headers[name] ??= []).push(value);
  });
  return headers;
}

import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

const NOBODY = ["'none'"];

/**
 * What Helmet sets, for a server whose answers are data: nothing in them is run, loaded, framed or posted by a page that
 * shows them. `Strict-Transport-Security` is ignored by browsers where the connection has no TLS (RFC 6797, 8.1), which
 * only a proxy before us knows; it speaks for this host alone, whose other names are not ours.
 */
export const HELMET_OPTIONS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: NOBODY, baseUri: NOBODY, formAction: NOBODY, frameAncestors: NOBODY },
  },
  strictTransportSecurity: { includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
} as const;

/** The headers that Helmet gives to an answer, by their names in small letters: the same for each, so asked for once. */
export function securityHeaders(): Readonly<Record<string, string>> {
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  helmet(HELMET_OPTIONS)(answer.req, answer, refuseToStart);
  return Object.fromEntries(
    Object.entries(answer.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
}

function refuseToStart(error?: unknown): void {
  if (error instanceof Error) throw error;
}

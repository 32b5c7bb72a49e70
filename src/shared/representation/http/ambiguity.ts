import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { Problem } from '../../errors/problem.js';
import { isHost } from './host.js';

const refused = new WeakSet<Socket>();

/**
 * Whether a proxy before us could have read this request otherwise than we do (RFC 9112, 11.2): then it is refused, and
 * nothing that follows on its connection is trusted. The parser itself refuses a length beside a coding, and two lengths.
 */
export function findAmbiguity(request: IncomingMessage): Problem | null {
  const fault = refused.has(request.socket) ? 'The connection is being closed.' : faultOf(request);
  if (fault === null) return null;
  refused.add(request.socket);
  return ambiguous(fault);
}

export const ambiguous = (detail: string): Problem =>
  new Problem(400, 'AMBIGUOUS_REQUEST', detail, { headers: { Connection: 'close' } });

function faultOf({ headers, rawHeaders, httpVersion }: IncomingMessage): string | null {
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion === '1.0')) {
    return 'The only transfer coding is a lone `chunked`.';
  }
  const hosts = rawHeaders.filter(
    (text, at) => at % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host',
  );
  if (hosts.length > 1) return 'The request names more than one Host.';
  if (headers.host === undefined) return httpVersion === '1.0' ? null : 'The request names no Host.';
  return isHost(headers.host) ? null : 'The Host is not a name and a port.';
}

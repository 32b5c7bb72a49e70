import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MethodNotAllowed } from '../../errors/errors.js';
import { Problem } from '../../errors/problem.js';
import { negotiate } from '../negotiate.js';
import { CONTENT_TYPE } from '../outward/serialise.js';
import { renderProblem } from '../problems/render-problem.js';
import { ambiguous } from './ambiguity.js';
import { COMMON_HEADERS } from './common-headers.js';

interface ParserError extends Error {
  readonly code?: string;
  /** The bytes that the parser stumbled over; Fastify's types call them something else. */
  readonly rawPacket?: unknown;
}

/** A socket as Node keeps it: with the answer that is on its way, if there is one. */
interface ServingSocket extends Socket {
  readonly _httpMessage?: { readonly headersSent: boolean } | null;
}

/**
 * Answers what was no HTTP request, in the negotiated form as far as it can be told, and closes the connection.
 * @returns the problem that was answered; null where nothing was
 */
export function refuseRaw(error: ParserError, socket: ServingSocket): Problem | null {
  if (error.code === 'ECONNRESET' || socket.destroyed) return null;
  if (!socket.writable || socket._httpMessage?.headersSent) {
    socket.destroy();
    return null;
  }
  const packet = Buffer.isBuffer(error.rawPacket) ? error.rawPacket.toString('latin1') : '';
  const problem = problemOf(error.code ?? '', packet);
  socket.end(writeRaw(problem, packet), () => socket.destroy());
  return problem;
}

/** `CONNECT` asks for a proxy, which we are not. */
export const refuseConnect = (_: unknown, socket: Duplex): void => {
  socket.end(writeRaw(new MethodNotAllowed(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']), ''));
};

/** A whole HTTP answer, whose form is decided by the headers that can be found in the packet. */
export function writeRaw(problem: Problem, packet: string): string {
  const { format } = negotiate({
    accept: headerOf(packet, 'accept'),
    contentType: headerOf(packet, 'content-type'),
    hasBody: true,
    body: undefined,
    accessToken: headerOf(packet, 'access-token') !== undefined,
    bearer: /^bearer\b/i.test(headerOf(packet, 'authorization') ?? ''),
  });
  const body = JSON.stringify(renderProblem(problem, format));
  const headers = {
    ...COMMON_HEADERS,
    'content-type': CONTENT_TYPE[format],
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...problem.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n${lines.join('')}\r\n${body}`;
}

const headerOf = (packet: string, name: string): string | undefined =>
  new RegExp(`\\r?\\n${name}:[ \\t]*([^\\r\\n]*)`, 'i').exec(packet)?.[1];

/** What the parser's error means (names of llhttp's errors, and Node's own). */
function problemOf(code: string, packet: string): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new Problem(408, 'REQUEST_TIMEOUT', 'The request took too long to arrive.');
    case 'HPE_HEADER_OVERFLOW':
      return isEndlessUrl(packet)
        ? new Problem(414, 'URL_TOO_LONG', 'The URL is longer than 32 KiB.')
        : new Problem(431, 'HEADERS_TOO_LARGE', 'The headers are larger than 32 KiB.');
    case 'HPE_UNEXPECTED_CONTENT_LENGTH':
    case 'HPE_INVALID_TRANSFER_ENCODING':
      return ambiguous('The request says in two ways how long it is.');
    default:
      return new Problem(400, 'MALFORMED_REQUEST', 'That was no HTTP request.');
  }
}

/** A request line that a whole packet of it did not end. */
const isEndlessUrl = (packet: string): boolean =>
  (packet.split(/\s/, 2)[1] ?? '').length >= 16_000 && /^[A-Z]+ /.test(packet);

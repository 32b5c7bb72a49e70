import type { BenchRequest } from '../cases/request.js';

/** The token that a member sends. */
export type TokenOf = (member: number) => string;

/** A request as the bytes of HTTP/1.1. */
export function toBytes({ method, path, plain, body }: BenchRequest, token: string | null): string {
  const type = plain ? 'application/json' : 'application/vnd.api+json';
  const text = body === undefined ? '' : JSON.stringify(body);
  const entity = text && `Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
  const credential = token === null ? '' : `Authorization: Bearer ${token}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: club.example\r\nAccept: ${type}\r\n${credential}${entity}\r\n${text}`;
}

/** The bytes of a request, with the token of who sends it. */
export const signedBytes = (request: BenchRequest, tokenOf: TokenOf): string =>
  toBytes(request, request.member === null ? null : tokenOf(request.member));

/** An answer that has arrived. */
export interface Arrived {
  readonly status: number;
  /** Status line and headers, each on a line. */
  readonly head: string;
  /** JSON, not decoded: most of the time nobody looks. */
  readonly body: Buffer;
}

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

/** The answer in these bytes, or null while it is not whole. One request at a time is under way. */
export function readAnswer(received: Buffer): Arrived | null {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = received.toString('latin1', 0, headEnd);
  const length = LENGTH.exec(head)?.[1];
  if (length === undefined) throw new Error(`The answer has no Content-Length: ${head}`);
  const start = headEnd + HEAD_END.length;
  if (received.length < start + Number(length)) return null;
  return { status: Number(head.slice('HTTP/1.1 '.length, 12)), head, body: received.subarray(start) };
}

import type { BenchRequest } from '../cases.js';

/** A request as the bytes of HTTP/1.1, in JSON:API. */
export function toBytes({ method, path, body }: BenchRequest, token: string): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const entity =
    text && `Content-Type: application/vnd.api+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
  return (
    `${method} ${path} HTTP/1.1\r\nHost: club.example\r\nAccept: application/vnd.api+json\r\n` +
    `Authorization: Bearer ${token}\r\n${entity}\r\n${text}`
  );
}

/** An answer that has arrived. */
export interface Arrived {
  readonly status: number;
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
  return { status: Number(head.slice('HTTP/1.1 '.length, 12)), body: received.subarray(start) };
}

import type { FastifyReply } from 'fastify';

/** Prepares an answer that is JSON already. Without a serialiser of its own Fastify adds a `charset` to every JSON type. */
export function sendText(
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  text: string,
): string {
  reply.headers(headers).serializer(asItIs);
  return text;
}

const asItIs = (text: string): string => text;

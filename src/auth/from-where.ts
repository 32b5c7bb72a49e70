import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { canonicalAddress } from '../shared/values/address.js';
import { type Origin, readUserAgent } from '../users/session-origin.js';

/** Where the request comes from; behind proxies that are trusted, what they say. */
export const FromWhere = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  const { ip, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  return { address: canonicalAddress(ip), userAgent: readUserAgent(headers['user-agent']) };
});

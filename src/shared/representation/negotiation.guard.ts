import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { NotAcceptable } from '../errors/errors.js';
import { type Exchange, extensionOf, representationOf } from './exchange.js';
import { JSON_API, PLAIN_JSON } from './media-type.js';
import { planOf } from './plan.js';

/** Refuses, with 406, a client that accepts neither representation of a resource. */
@Injectable()
export class NegotiationGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const plan = planOf(context);
    const request = context.switchToHttp().getRequest<Exchange>();
    const { format, acceptable } = representationOf(request);
    if (!plan.represents && extensionOf(request) === null) return true;
    if (!acceptable) throw new NotAcceptable(`Accept ${JSON_API} or ${PLAIN_JSON}.`);
    if (plan.jsonApiOnly && format === 'plain') throw new NotAcceptable(`This exists as ${JSON_API} only.`);
    return true;
  }
}

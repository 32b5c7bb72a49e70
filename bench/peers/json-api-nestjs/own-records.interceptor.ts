import {
  type CallHandler,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';
import type { User } from './entities.js';

interface Resource {
  readonly attributes?: { readonly userId?: string };
}

interface Document {
  readonly data?: Resource | readonly Resource[];
}

/**
 * The library leaves it to its users who may see what. Lists of runs get a filter before it reads the query, one run is
 * looked at after it was read, and a new one gets its owner; everything else that changes is the admin's.
 */
@Injectable()
export class OwnRecordsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<Document>): Observable<Document> {
    const request = context.switchToHttp().getRequest<Request & { user: User }>();
    if (request.user.roles.some(({ name }) => name === 'admin')) return next.handle();
    const [, type] = request.path.split('/');
    if (type === 'item' && request.method === 'GET') return next.handle();
    if (type !== 'run') throw new ForbiddenException();
    if (request.method === 'POST') own(request);
    else if (request.method !== 'GET') throw new ForbiddenException();
    if (request.path === '/run') restrict(request);
    return next.handle().pipe(map((document) => checked(document, request.user)));
  }
}

function own({ body, user }: Request & { user: User }): void {
  Object.assign((body as { data: { attributes: object } }).data.attributes, {
    userId: user.id,
    timeZone: user.timeZone,
    weatherStatus: 'disabled',
  });
}

function restrict({ query, user }: Request & { user: User }): void {
  query.filter = { ...(query.filter as object), userId: { eq: user.id } };
}

function checked(document: Document, user: User): Document {
  for (const { attributes } of [document.data ?? []].flat()) {
    if (attributes?.userId !== user.id) throw new ForbiddenException();
  }
  return document;
}

import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  type Type,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { parseListQuery, parseOneQuery } from '../query/list-params.js';
import type { ListQuery, OneQuery } from '../query/list-query.js';
import type { Resource } from '../query/resource.js';
import { isCleanText } from '../values/values.js';
import { type Exchange, pathId, queryContextOf } from './exchange.js';
import { ALWAYS_PLAIN, EXTENDS, JSON_API_ONLY, type Represented, REPRESENTS, TAKES_QUERY } from './plan.js';

/** What a handler, or all handlers of a controller, take and answer. */
export const Represents = (resource: Resource, options: Omit<Represented, 'resource'> = {}) =>
  SetMetadata(REPRESENTS, { resource, ...options } satisfies Represented);

/** Exists in JSON:API alone: 406 to those who want plain JSON. */
export const JsonApiOnly = () => SetMetadata(JSON_API_ONLY, true);

/** Takes and answers documents of an extension of JSON:API, which their media type names. */
export const ExtendsJsonApi = (extension: string): MethodDecorator =>
  applyDecorators(SetMetadata(EXTENDS, extension), RouteConfig({ extension }));

/** Has no resource: always answers plain JSON, whatever `Accept` says. For a handler, or for all of a controller. */
export const AlwaysPlain =
  (): ClassDecorator & MethodDecorator =>
  (target: object, key?: string | symbol, descriptor?: PropertyDescriptor) => {
    const handlers = key === undefined ? methodsOf(target as Type) : [descriptor?.value as object];
    for (const handler of handlers) {
      Reflect.defineMetadata(ALWAYS_PLAIN, true, handler);
      // For errors that come up before a handler is chosen.
      RouteConfig({ alwaysPlain: true })(handler as Type);
    }
  };

const methodsOf = (type: Type): readonly object[] =>
  Object.values(Object.getOwnPropertyDescriptors(type.prototype as object))
    .map(({ value }) => value as unknown)
    .filter((value): value is () => void => typeof value === 'function');

/** The id in the path, decoded. Text that PostgreSQL cannot be asked for comes as an empty one, which no record has. */
export const Id = createParamDecorator((name: string | undefined, context: ExecutionContext): string => {
  const id = pathId(exchangeOf(context), name);
  return isCleanText(id) ? id : '';
});

const markAsQueried =
  (kind: 'list' | 'one'): ParameterDecorator =>
  (target, key) => {
    Reflect.defineMetadata(TAKES_QUERY, kind, target, String(key));
  };

/** The query string of a list, checked against the route's resource. Throws 400. */
export const ListParams = createParamDecorator(
  (_: unknown, context: ExecutionContext): ListQuery => {
    const request = exchangeOf(context);
    return parseListQuery(request.query, queryContextOf(request));
  },
  [markAsQueried('list')],
);

/** The query string of one record: `fields` and `include`. Throws 400. */
export const OneParams = createParamDecorator(
  (_: unknown, context: ExecutionContext): OneQuery => {
    const request = exchangeOf(context);
    return parseOneQuery(request.query, queryContextOf(request));
  },
  [markAsQueried('one')],
);

const exchangeOf = (context: ExecutionContext): Exchange => context.switchToHttp().getRequest<Exchange>();

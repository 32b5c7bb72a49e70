import type { ExecutionContext, Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import 'reflect-metadata';
import type { Resource } from '../query/resource.js';

/** The keys under which decorators leave what this plan is put together from. */
export const REPRESENTS = 'kitroom:represents';
export const JSON_API_ONLY = 'kitroom:json-api-only';
export const ALWAYS_PLAIN = 'kitroom:always-plain';
export const TAKES_QUERY = 'kitroom:takes-query';
export const EXTENDS = 'kitroom:extends';

/** What a route takes and answers. */
export interface Represented {
  readonly resource: Resource;
  /** The resource whose fields the list's filter names, where it is another one: the runs that a report sums up. */
  readonly filtersOf?: Resource;
}

/** What the representation layer must know of a handler. */
export interface Plan {
  /** Null: the handler has no resource and answers plain JSON. */
  readonly represents: Represented | null;
  readonly jsonApiOnly: boolean;
  readonly takesBody: boolean;
  readonly takesQuery: boolean;
}

const plans = new WeakMap<Type, Map<string, Plan>>();

/** The plan of the handler that is about to run, put together at its first request. */
export function planOf(context: ExecutionContext): Plan {
  const controller = context.getClass();
  const { name } = context.getHandler();
  const known = plans.get(controller) ?? new Map<string, Plan>();
  plans.set(controller, known);
  const plan = known.get(name) ?? makePlan(controller, name, context.getHandler());
  known.set(name, plan);
  return plan;
}

/** What the decorators on a handler come to. */
export function makePlan(controller: Type, name: string, handler: object): Plan {
  const of = (key: string): unknown =>
    Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
  const parameters = Object.keys(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as object,
  );
  const takes = (kind: RouteParamtypes): boolean => parameters.some((key) => key.startsWith(`${kind}:`));
  return {
    represents: of(ALWAYS_PLAIN) ? null : ((of(REPRESENTS) ?? null) as Represented | null),
    jsonApiOnly: of(JSON_API_ONLY) === true,
    takesBody: takes(RouteParamtypes.BODY),
    takesQuery:
      takes(RouteParamtypes.QUERY) || Reflect.hasMetadata(TAKES_QUERY, controller.prototype as object, name),
  };
}

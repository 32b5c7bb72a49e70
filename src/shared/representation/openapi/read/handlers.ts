import type { Type } from '@nestjs/common';
import { isObject } from '../../is-object.js';
import { ADMITS, type Admission, REQUIRES } from '../../../access/decorators.js';
import { EXTENDS, makePlan, type Plan, TAKES_QUERY } from '../../plan.js';
import { NOTES, REFUSALS, type Refusal, SAYS, type Saying, TAG, type Tag } from '../decorators.js';

/** Where `@nestjs/swagger` keeps what `@ApiOperation()` says; it exports no name for it. */
const OPERATION = 'swagger/apiOperation';

/** What the decorators on a handler say of it. */
export interface Handler {
  readonly plan: Plan;
  readonly query: 'list' | 'one' | null;
  readonly extension: string | null;
  readonly admits: Admission;
  readonly permission: string | null;
  readonly notes: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly says: Saying | null;
}

/** The handlers of all controllers by their operationIds. */
export function handlersOf(controllers: readonly Type[]): ReadonlyMap<string, Handler> {
  return new Map(controllers.flatMap((controller) => methodsOf(controller).flatMap(read(controller))));
}

const read =
  (controller: Type) =>
  ([name, handler]: readonly [string, object]): readonly (readonly [string, Handler])[] => {
    const operation: unknown = Reflect.getMetadata(OPERATION, handler);
    if (!isObject(operation) || typeof operation['operationId'] !== 'string') return [];
    const of = <T>(key: string, otherwise: T): T =>
      (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller) ?? otherwise) as T;
    const query: unknown = Reflect.getMetadata(TAKES_QUERY, controller.prototype as object, name);
    const found: Handler = {
      plan: makePlan(controller, name, handler),
      query: query === 'list' || query === 'one' ? query : null,
      extension: of<string | null>(EXTENDS, null),
      admits: of<Admission>(ADMITS, 'caller'),
      permission: of<string | null>(REQUIRES, null),
      notes: of<readonly string[]>(NOTES, []),
      refusals: of<readonly Refusal[]>(REFUSALS, []),
      says: of<Saying | null>(SAYS, null),
    };
    return [[operation['operationId'], found]];
  };

function methodsOf({ prototype }: Type): readonly (readonly [string, object])[] {
  return Object.entries(Object.getOwnPropertyDescriptors(prototype as object)).flatMap(([name, { value }]) =>
    typeof value === 'function' ? [[name, value as object] as const] : [],
  );
}

/** What controllers say that their routes are for. */
export const tagsOf = (controllers: readonly Type[]): readonly Tag[] =>
  controllers
    .map((controller) => Reflect.getMetadata(TAG, controller) as Tag | undefined)
    .filter((tag) => tag !== undefined);

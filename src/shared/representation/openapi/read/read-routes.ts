import type { Type } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Resource } from '../../../query/resource.js';
import type { AnswerKind, Input, Route, Routes } from '../route.js';
import type { Schemas } from '../schemas/schema.js';
import { type Handler, handlersOf, tagsOf } from './handlers.js';
import { type ScannedRoute, scannedRoutes, scannedSchemas } from './nest-document.js';

/**
 * Puts together what `@nestjs/swagger` scanned (paths, docstrings, DTOs) and what our own decorators say (resources,
 * policy). Throws where a route has no explicit operationId.
 */
export function readRoutes(
  scanned: OpenAPIObject,
  controllers: readonly Type[],
  resources: readonly Resource[],
): Routes {
  const handlers = handlersOf(controllers);
  const dtos = scannedSchemas(scanned);
  const routes = scannedRoutes(scanned).map((route) => readRoute(route, handlers, dtos));
  const answers = new Set(routes.map(({ answerName }) => answerName));
  return {
    routes,
    schemas: Object.fromEntries(
      Object.entries(dtos)
        .filter(([name]) => answers.has(withoutSuffix(name)))
        .map(([name, schema]) => [withoutSuffix(name), schema]),
    ),
    tags: [
      ...resources.map(({ collection, about }) => ({ name: collection, description: about })),
      ...tagsOf(controllers),
    ],
  };
}

function readRoute(scanned: ScannedRoute, handlers: ReadonlyMap<string, Handler>, dtos: Schemas): Route {
  const { operationId, method, path, text, tag, status, parameters, inputName, answerName } = scanned;
  const handler = handlers.get(operationId);
  if (!handler) throw new Error(`${method} ${path} has no operationId of its own.`);
  const { plan, query, ...said } = handler;
  return {
    ...{ operationId, method, path, text, tag, status, query, parameters },
    ...said,
    represents: plan.represents,
    jsonApiOnly: plan.jsonApiOnly,
    input: readInput(inputName, dtos),
    answers: answerKind(handler, method),
    answerName: plan.represents || answerName === null ? null : withoutSuffix(answerName),
  };
}

function readInput(name: string | null, dtos: Schemas): Input | null {
  const schema = name === null ? undefined : dtos[name];
  return name === null || !schema ? null : { name: withoutSuffix(name), schema };
}

function answerKind({ plan, query }: Handler, method: string): AnswerKind {
  if (!plan.represents) return 'plain';
  if (plan.jsonApiOnly) return 'linkage';
  if (method === 'delete') return 'removed';
  return query === 'list' ? 'list' : 'one';
}

const withoutSuffix = (name: string): string => name.replace(/Dto$/, '');

import { RequestMethod, type Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SELF_SERVICE, SelfServiceGuard } from '../../src/mode/self-service.guard.js';
import { ADMITS, REQUIRES } from '../../src/shared/access/decorators.js';
import { ALWAYS_PLAIN, JSON_API_ONLY } from '../../src/shared/representation/plan.js';

type Handler = (...input: never[]) => unknown;

/** `PUT /loan-items/:id` → its policy in words, for every handler of the running application. */
export function policiesOf(app: NestFastifyApplication): ReadonlyMap<string, string> {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap(({ controllers }) => [...controllers.values()]);
  return new Map(controllers.flatMap(({ metatype }) => routesOf(metatype as Type)));
}

/** `GET /runs` for every route that the HTTP server knows, whoever registered it; HEAD goes with GET. */
export function servedRoutes(app: NestFastifyApplication): readonly string[] {
  const path: string[] = [];
  const tree = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', text = '', methods = ''] =
      /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    path.splice(indent.length / INDENT, Infinity, text);
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path.join('')}`);
  });
}

/** Characters by which Fastify indents each level of its tree. */
const INDENT = 4;

function routesOf(controller: Type): [string, string][] {
  const prototype = controller.prototype as Record<string, Handler>;
  return new MetadataScanner().getAllMethodNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    const method = handler && read<RequestMethod>(METHOD_METADATA, handler);
    if (!handler || method === undefined) return [];
    const paths = [read<string>(PATH_METADATA, controller), read<string>(PATH_METADATA, handler)];
    const path = paths.join('/').split('/').filter(Boolean).join('/');
    return [[`${RequestMethod[method]} /${path}`, policyOf(controller, handler)]];
  });
}

function policyOf(controller: Type, handler: Handler): string {
  const own = <T>(key: string) => read<T>(key, handler) ?? read<T>(key, controller);
  const required = own<string>(REQUIRES);
  const exempt = own<readonly string[]>(SELF_SERVICE);
  const guards = [controller, handler].flatMap((place) => read<Type[]>(GUARDS_METADATA, place) ?? []);
  return [
    own<string>(ADMITS) ?? 'caller',
    required && `with ${required}`,
    exempt && `in self-service, or with ${exempt.join(' or ')}`,
    ...guards.filter((guard) => guard !== SelfServiceGuard).map(({ name }) => name),
    own<boolean>(ALWAYS_PLAIN) && 'always plain',
    own<boolean>(JSON_API_ONLY) && 'JSON:API only',
  ]
    .filter(Boolean)
    .join(', ');
}

const read = <T>(key: string, place: object): T | undefined =>
  Reflect.getMetadata(key, place) as T | undefined;

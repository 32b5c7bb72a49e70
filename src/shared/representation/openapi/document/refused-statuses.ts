import type { Catalog } from '../../../query/catalog.js';
import type { Route } from '../route.js';
import { comparesVersions } from './conditions.js';
import { takesKey } from './idempotency.js';

/** The statuses besides success that a route may answer, in their order. */
export function refusedStatuses(route: Route, catalog: Catalog): readonly number[] {
  const { admits, permission, represents, extension, input, refusals, method, path } = route;
  const namesRecord = path.includes('{');
  const writes = method !== 'get';
  const rules: readonly (readonly [boolean, readonly number[]])[] = [
    [true, [400, 429, 431, 500, 503]],
    [admits !== 'anybody', [401]],
    [permission !== null || namesRecord || (represents !== null && input !== null), [403]],
    [namesRecord, [404, 414]],
    [takesRelated(route, catalog), [404]],
    [represents !== null, [406]],
    [represents !== null && input !== null, [409]],
    [comparesVersions(route), [412]],
    [takesKey(route), [409, 422]],
    [extension !== null, [403, 404, 406]],
    [writes, [413, 415]],
    [input !== null, [422]],
    [true, refusals.map((refusal) => refusal.status)],
  ];
  const statuses = rules.filter(([applies]) => applies).flatMap(([, some]) => some);
  return [...new Set(statuses)].sort((a, b) => a - b);
}

/** Whether the body names a related record, which may not exist. */
function takesRelated({ represents, input }: Route, catalog: Catalog): boolean {
  if (!represents || !input) return false;
  const { relationships } = catalog.get(represents.resource.type);
  return Object.keys(input.schema.properties ?? {}).some((name) => Object.hasOwn(relationships, name));
}

import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { Caller, type Permission } from '../../src/shared/access/caller.js';
import type { Mode } from '../../src/settings/mode.js';

type Method = (...args: never[]) => unknown;

/** What Nest tells a guard of a request for this method of a controller. */
export const contextOf = (
  controller: new () => object,
  handler: Method,
  request: object,
): ExecutionContextHost => new ExecutionContextHost([request], controller, handler);

/** Somebody with these permissions. */
export const callerWith = (
  permissions: readonly Permission[],
  mode: Mode = 'admin-operated',
  id = 'ann',
): Caller =>
  new Caller(id, `session of ${id}`, {
    username: id,
    timeZone: 'Europe/Oslo',
    roles: ['regular'],
    permissions,
    mode,
  });

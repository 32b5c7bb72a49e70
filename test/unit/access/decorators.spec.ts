import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { Caller } from '../../../src/shared/access/caller.js';
import {
  ADMITS,
  CurrentCaller,
  MaybeCaller,
  OptionalCaller,
  Public,
  Requires,
  REQUIRES,
} from '../../../src/shared/access/decorators.js';
import { callerWith, contextOf } from '../../support/guarded.js';
import { problemOf } from '../../support/refusals.js';

class Routes {
  @Public()
  health(): void {}

  @OptionalCaller()
  register(): void {}

  @Requires('roles')
  roles(): void {}

  mine(@CurrentCaller() _caller: Caller): void {}

  ours(@MaybeCaller() _caller: Caller | null): void {}
}

type Parameter = { readonly factory: (data: unknown, context: ExecutionContext) => Caller | null };

/** What Nest gives the one parameter of a method. */
const given = (method: 'mine' | 'ours', request: object): Caller | null => {
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, Routes, method) as Record<string, Parameter>;
  const [parameter] = Object.values(parameters);
  if (!parameter) throw new Error(`${method} has no parameter.`);
  return parameter.factory(undefined, contextOf(Routes, Routes.prototype[method], request));
};

describe('the policy of a route', () => {
  it.each<[keyof Routes, string, string]>([
    ['health', ADMITS, 'anybody'],
    ['register', ADMITS, 'caller-or-anybody'],
    ['roles', REQUIRES, 'roles'],
  ])('of %s: %s is %s', (method, key, value) => {
    expect(Reflect.getMetadata(key, Routes.prototype[method])).toBe(value);
  });

  it('keeps admission and permission apart', () => {
    expect(Reflect.getMetadata(REQUIRES, Routes.prototype.health)).toBeUndefined();
    expect(Reflect.getMetadata(ADMITS, Routes.prototype.roles)).toBeUndefined();
  });
});

describe('the caller of a handler', () => {
  const ann = callerWith([]);

  it('is who the first guard found', () => {
    expect(given('mine', { caller: ann })).toBe(ann);
    expect(given('ours', { caller: ann })).toBe(ann);
  });

  it.each([[{}], [{ caller: null }]])('is nobody in %j, where that is allowed', (request) => {
    expect(given('ours', request)).toBeNull();
  });

  it.each([[{}], [{ caller: null }]])('is asked to log in where a handler needs one: %j', (request) => {
    const { status, code, detail } = problemOf(() => given('mine', request));
    expect({ status, code, detail }).toEqual({ status: 401, code: 'TOKEN_MISSING', detail: 'Log in first.' });
  });
});

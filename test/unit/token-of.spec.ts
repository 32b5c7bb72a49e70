import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tokenOf } from '../../src/auth/token-of.js';
import { problemOf } from '../support/refusals.js';

const of = (...rawHeaders: string[]) => tokenOf({ rawHeaders });

describe('tokenOf', () => {
  it.each([
    [[], undefined],
    [['Host', 'x'], undefined],
    [['Authorization', 'Bearer abc'], 'abc'],
    [['authorization', 'bearer   abc '], 'abc'],
    [['Access-Token', 'abc'], 'abc'],
    [['access-token', 'abc', 'Authorization', 'Bearer abc'], 'abc'],
    [['access-token', 'abc', 'access-token', 'abc'], 'abc'],
    [['access-token', 'abc', 'Authorization', 'Basic eA=='], 'abc'],
    [['access-token', '', 'Authorization', 'Bearer abc'], 'abc'],
    [['access-token', '', 'Authorization', 'Basic eA=='], ''],
    [['Authorization', 'x Bearer abc'], ''],
    [['Authorization', 'Basic eA=='], ''],
    [['Authorization', 'Bearer a b'], ''],
    [['Authorization', 'Bearer a,b'], ''],
    [['Authorization', ''], ''],
    [['access-token', 'abc\u00a0'], 'abc\u00a0'],
    [['X-Note', 'access-token', 'X-Other', 'authorization'], undefined],
  ])('finds in %j: %j', (rawHeaders, token) => {
    expect(of(...rawHeaders)).toBe(token);
  });

  it.each([
    [['Authorization', 'Bearer a', 'access-token', 'b']],
    [['Authorization', 'Bearer a', 'Authorization', 'Bearer b']],
    [['access-token', 'a', 'ACCESS-TOKEN', 'b']],
  ])('refuses %j', (rawHeaders) => {
    expect(problemOf(() => of(...rawHeaders))).toMatchObject({
      status: 400,
      code: 'TWO_TOKENS',
      detail: 'The request carries two different tokens.',
    });
  });

  it('takes whatever headers there are', () => {
    const pair = fc.tuple(fc.constantFrom('Authorization', 'access-token', 'Host'), fc.string());
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const known = pairs.some(([name]) => name !== 'Host');
        try {
          expect(of(...pairs.flat()) === undefined).toBe(!known);
        } catch (error) {
          expect(error).toMatchObject({ status: 400 });
        }
      }),
    );
  });
});

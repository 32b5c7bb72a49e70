import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runResource } from '../../src/runs/run.resource.js';
import { forwarded } from '../../src/shared/dispatch/forwarded.js';
import { ownPath } from '../../src/shared/dispatch/own-path.js';
import { problemOf } from '../../src/shared/dispatch/refusal.js';

describe('ownPath', () => {
  const path = (id: string | null, relationship: string | null = null) =>
    ownPath({ resource: runResource, id, relationship });

  it.each([
    [null, null, '/runs'],
    ['1', null, '/runs/1'],
    ['1', 'user', '/runs/1/relationships/user'],
    ['a b/ü?#%', null, '/runs/a%20b%2F%C3%BC%3F%23%25'],
    ['../login', null, '/runs/..%2Flogin'],
    ['summary', 'a/b', '/runs/summary/relationships/a%2Fb'],
    ['x'.repeat(100), null, `/runs/${'x'.repeat(100)}`],
  ])('%j and %j lead to %s', (id, relationship, expected) => {
    expect(path(id, relationship)).toBe(expected);
  });

  it.each(['', '.', '..', '\ud800', 'x'.repeat(101)])('%j is no part of a path', (part) => {
    expect([path(part), path('1', part)]).toEqual([null, null]);
  });

  it('stays below its collection, whatever a client names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (id, relationship) => {
        const found = path(id, relationship);
        if (found === null) return;
        const { pathname, search, hash } = new URL(found, 'http://localhost');
        expect([pathname, search, hash]).toEqual([found, '', '']);
        expect(pathname.split('/').map(decodeURIComponent)).toEqual([
          '',
          'runs',
          id,
          'relationships',
          relationship,
        ]);
      }),
    );
  });
});

describe('forwarded', () => {
  it('hands on who asks and under which name, as often as it was said, and nothing else', () => {
    const rawHeaders = [
      ...['Host', 'club.example', 'Authorization', 'Bearer a', 'ACCESS-TOKEN', 'a', 'access-token', 'b'],
      ...[
        'X-Forwarded-For',
        '10.0.0.1',
        'Accept',
        'text/html',
        'Content-Length',
        '7',
        'Idempotency-Key',
        'k',
      ],
      ...['If-Match', '"1"', 'Cookie', 'host'],
    ];
    const expected = {
      host: ['club.example'],
      authorization: ['Bearer a'],
      'access-token': ['a', 'b'],
      'x-forwarded-for': ['10.0.0.1'],
    };
    expect(forwarded({ rawHeaders })).toEqual(expected);
    expect(forwarded({ rawHeaders }, ['if-match'])).toEqual({ ...expected, 'if-match': ['"1"'] });
  });
});

describe('problemOf', () => {
  const error = { id: 'e1', code: 'INVALID', detail: 'Wrong.', source: { pointer: '/data/attributes/x' } };
  const below = (pointer: string | null) => `/1${pointer ?? ''}`;

  it('keeps the status, the codes, the details and what goes with them, at their new places', () => {
    const errors = [error, { id: 'e2', code: 'OTHER', detail: 'Worse.', meta: { offset: 1 } }];
    const headers = { 'retry-after': '3', 'content-length': '80' };
    const problem = problemOf({ statusCode: 422, headers, errors }, below);
    expect(problem).toMatchObject({ status: 422, code: 'INVALID', detail: 'Wrong. Worse.', id: undefined });
    expect(problem.faults).toEqual([
      { code: 'INVALID', detail: 'Wrong.', pointer: '/1/data/attributes/x' },
      { code: 'OTHER', detail: 'Worse.', pointer: '/1', meta: { offset: 1 } },
    ]);
    expect(problem.headers).toEqual({ 'Retry-After': '3' });
  });

  it('gives no place to what has none', () => {
    const problem = problemOf(
      { statusCode: 404, headers: {}, errors: [{ ...error, source: {} }] },
      (at) => at,
    );
    expect(problem.faults).toEqual([{ code: 'INVALID', detail: 'Wrong.' }]);
  });

  it('keeps the id by which the log knows an error of ours', () => {
    expect(problemOf({ statusCode: 500, headers: {}, errors: [error] }, below).id).toBe('e1');
  });

  it('says 403 for a method that our own path lacks: the client named no method', () => {
    const problem = problemOf({ statusCode: 405, headers: { allow: 'GET' }, errors: [error] }, below);
    expect(problem).toMatchObject({ status: 403, code: 'READ_ONLY', headers: {} });
    expect(problem.faults).toEqual([{ detail: 'Nobody may change this in this way.', pointer: '/1' }]);
  });

  it('takes a refusal without an error for a mistake of ours', () => {
    expect(() => problemOf({ statusCode: 400, headers: {}, errors: [] }, below)).toThrow('says no error');
  });
});
